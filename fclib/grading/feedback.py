"""Feedback pages that keep hidden tests hidden. nbgrader's own show them."""

from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor
from nbgrader.utils import is_grade


class HideHiddenTests(NbGraderPreprocessor):
    """Take hidden tests out of a page, and every output that could quote them."""

    def preprocess_cell(self, cell, resources, cell_index):
        """Strip one cell; the student keeps the error's own words."""
        hidden = ClearHiddenTests(parent=self)
        if not is_grade(cell) or hidden.begin_test_delimeter not in cell.source:
            return cell, resources
        cell, resources = hidden.preprocess_cell(cell, resources, cell_index)
        if cell.cell_type == "code":
            # A student's function may print the arguments that hidden tests give it.
            cell.outputs = [output for output in cell.outputs if output.output_type == "error"]
            for output in cell.outputs:
                output.traceback = own_words(output).splitlines()
        return cell, resources


def own_words(error):
    """Return what an error output says without its traceback.

    CheckFailed speaks to the student; of any other exception its name and message do.
    """
    if error.ename == "CheckFailed":
        return error.evalue
    return f"{error.ename}: {error.evalue}"
