// What book/practise/editor.js takes from CodeMirror.
export { EditorView, keymap } from "@codemirror/view";
export { EditorState } from "@codemirror/state";
export { history, historyKeymap, indentLess, indentMore, isolateHistory, standardKeymap, undo } from "@codemirror/commands";
export { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
export { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
export { pythonLanguage } from "@codemirror/lang-python";
export { classHighlighter } from "@lezer/highlight";
