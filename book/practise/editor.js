// A cell's editor: CodeMirror with what Python needs. Tab indents, and Escape leaves, so that the keyboard is never caught.
const { EditorView, keymap, EditorState, indentLess, indentMore, standardKeymap, history, historyKeymap, isolateHistory, undo } = codemirror;
const { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting, classHighlighter } = codemirror;
const { closeBrackets, closeBracketsKeymap, pythonLanguage } = codemirror;
const INDENT = 4;

function indent(view) {
  const { main } = view.state.selection;
  if (!main.empty) return indentMore(view);
  const column = main.head - view.state.doc.lineAt(main.head).from;
  view.dispatch(view.state.replaceSelection(" ".repeat(INDENT - (column % INDENT))), { userEvent: "input" });
  return true;
}

export class Editor {
  // on: {changed, run, leave}, called without arguments.
  constructor(parent, text, label, hint, on) {
    const commands = [
      { key: "Tab", run: indent, shift: indentLess },
      { key: "Escape", run: () => (on.leave(), true) },
      { key: "Shift-Enter", run: () => (on.run(), true) },
      { key: "Mod-Enter", run: () => (on.run(), true) },
    ];
    const extensions = [
      history(),
      closeBrackets(),
      bracketMatching(),
      indentOnInput(),
      indentUnit.of(" ".repeat(INDENT)),
      pythonLanguage,
      syntaxHighlighting(classHighlighter),
      EditorView.lineWrapping, // what scrolls sideways is out of reach on a phone
      keymap.of([...commands, ...closeBracketsKeymap, ...historyKeymap, ...standardKeymap]),
      EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": hint }),
      EditorView.updateListener.of((update) => update.docChanged && on.changed()),
    ];
    this.view = new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) });
    // The site's search opens with it wherever nothing is typed, and takes an editor for such a place.
    this.view.dom.addEventListener("keydown", (event) => event.key === "/" && event.stopPropagation());
  }

  get text() {
    return this.view.state.doc.toString();
  }

  // As a change that can be undone by itself.
  set text(text) {
    const changes = { from: 0, to: this.view.state.doc.length, insert: text };
    if (text !== this.text) this.view.dispatch({ changes, annotations: isolateHistory.of("full") });
  }

  undo() {
    undo(this.view);
  }

  focus() {
    this.view.focus();
  }

  // Do what a key of the keyboard does, for keyboards that lack it.
  press(key) {
    if (key === "Tab") indent(this.view);
    else this.view.dispatch(this.view.state.replaceSelection(key), { userEvent: "input.type" });
  }
}
