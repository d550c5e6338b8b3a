"""The course for nbgrader. Every folder with this file and solutions/ is a course root."""

from importlib.resources import files

from fclib.grading.guard import guard

guard()  # what students call themselves and their files is text in every page and log

c = get_config()  # noqa: F821  nbgrader defines it

c.CourseDirectory.course_id = "fclib"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
# nbgrader copies every file beside the source notebook into the release, the answers too.
c.CourseDirectory.ignore = [
    *("*.py", ".DS_Store"),
    *(".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback"),  # nbgrader's own list
]

# What a student finds in place of an answer. It runs, so that the checks can speak.
c.ClearSolutions.code_stub = {"python": "...  # your code here"}

# Before a release is made anew it is checked; cells as they were released are remembered.
c.GenerateAssignment.exporter_class = "fclib.grading.steps.releases.ReleaseExporter"

# Students' code runs in a sandbox, tests outside of it: see fclib/grading/README.md.
c.Autograde.sanitize_preprocessors = [
    "fclib.grading.steps.restore.RestoreCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "fclib.grading.steps.execute.SplitExecute",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# The course's own modules: those that tests call, and those that students' code has.
c.SplitExecute.checks = ["fclib.checks"]
c.SplitExecute.shown = ["fclib.data"]
c.Autograde.exporter_class = "fclib.grading.steps.copies.SubmissionExporter"

# Feedback pages without hidden tests and without anything live, both of which nbgrader's have.
c.GenerateFeedback.exporter_class = "fclib.grading.pages.feedback.FeedbackExporter"
c.GenerateFeedback.preprocessors = [
    "fclib.grading.pages.feedback.GradesSoFar",
    "fclib.grading.pages.feedback.HideHiddenTests",
]
# The known mistakes, and the address of the published book, to which feedback links.
c.FeedbackExporter.catalogue = "fclib.checks.catalogue.CATALOGUE"
c.FeedbackExporter.site = ""
# Formgrader shows what students wrote: without their scripts, and asks no other server for any.
c.HTMLExporter.preprocessors = ["fclib.grading.pages.markdown.SafeMarkdown"]
c.HTMLExporter.extra_template_basedirs.append(str(files("fclib.grading.pages") / "templates"))

# nbgrader zip_collect takes the zip files that Canvas and Moodle offer.
c.ZipCollectApp.extractor_plugin = "fclib.grading.lms.unpack.ZipExtractor"
c.ZipCollectApp.collector_plugin = "fclib.grading.lms.collect.LmsCollector"
c.ZipCollectApp.log_level = "WARN"  # what was left out and why, and not every file that was copied

# From the exchange each student's latest hand-in that is whole: one may stop at a full disk.
c.ExchangeFactory.collect = "fclib.grading.exchange.inbound.Collect"
# nbgrader list --inbound opens nothing that students put there.
c.ExchangeFactory.list = "fclib.grading.exchange.listing.List"
# Feedback for those who handed in through the exchange, also where others did not.
c.ExchangeFactory.release_feedback = "fclib.grading.exchange.release.ReleaseFeedback"
