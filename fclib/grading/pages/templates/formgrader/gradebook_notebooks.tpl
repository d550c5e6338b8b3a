{% extends "nbgrader/gradebook_notebooks.tpl" %}
{%- block head %}
<script>
var assignment_id = {{ assignment_id | tojson }};
</script>
<script src="{{ base_url }}/formgrader/static/js/gradebook_notebooks.js"></script>
{%- endblock %}
