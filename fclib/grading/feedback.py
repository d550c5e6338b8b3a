"""Feedback pages that keep hidden tests hidden. nbgrader's own show them."""

from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor


class HideHiddenTests(NbGraderPreprocessor):
    """Take hidden tests out of a page, and every line of a traceback that could quote them."""

    def preprocess_cell(self, cell, resources, cell_index):
        """Strip one cell; the student keeps the error's own words."""
        hidden = ClearHiddenTests(parent=self)
        source = cell.source
        if cell.cell_type != "code" or hidden.begin_test_delimeter not in source:
            return cell, resources
        cell, resources = hidden.preprocess_cell(cell, resources, cell_index)
        for output in cell.outputs:
            if output.output_type == "error":
                # CheckFailed speaks to the student; of anything else its name and message do.
                own_words = output.ename == "CheckFailed"
                output.traceback = (
                    output.evalue if own_words else f"{output.ename}: {output.evalue}"
                ).splitlines()
        return cell, resources
