// Questions at a chapter's end, and on the summary what to read again. What a reader answers stays in this browser.
{
  const WEEK = 7 * 24 * 60 * 60 * 1000; // milliseconds
  const NAME = "fclib-quiz:";

  // A browser may refuse to remember anything; the quiz works all the same.
  const remembered = (page) => {
    try {
      return JSON.parse(localStorage.getItem(NAME + page)) ?? {};
    } catch {
      return {};
    }
  };
  const remember = (page, answers) => {
    try {
      localStorage.setItem(NAME + page, JSON.stringify({ answers, when: Date.now() }));
    } catch {
      // then not
    }
  };

  const inputs = (question) => [...question.querySelectorAll("input")];
  const answer = (question) => inputs(question).map((input) => (question.dataset.kind === "number" ? input.value : input.checked));
  const isRight = (question) => {
    const { kind, number } = question.dataset;
    if (kind === "number") return Number(inputs(question)[0].value.trim().replace(",", ".").replace("\u2212", "-")) === Number(number);
    return inputs(question).every((input) => input.checked === (input.dataset.right === "1"));
  };
  const isEmpty = (question) => answer(question).every((value) => !value);

  class Quiz extends HTMLElement {
    connectedCallback() {
      const { page } = this.dataset;
      const questions = [...this.querySelectorAll("fieldset")];
      const { answers = [] } = remembered(page);
      questions.forEach((question, k) => {
        const button = question.querySelector("button");
        button.hidden = false;
        inputs(question).forEach((input, at) => {
          const value = answers[k]?.[at];
          if (question.dataset.kind === "number") input.value = value ?? "";
          else input.checked = value === true;
        });
        if (!isEmpty(question)) this.#say(question);
        button.addEventListener("click", () => {
          this.#say(question);
          remember(page, questions.map(answer));
        });
      });
    }

    #say(question) {
      const right = isRight(question);
      question.dataset.result = right ? "right" : "wrong";
      question.querySelector("output").textContent = right ? "Right." : "Not yet.";
      question.querySelector("details").open = right;
    }
  }

  customElements.define("fc-quiz", Quiz);

  const again = document.querySelector("#read-again");
  if (again) {
    const pages = [...document.querySelectorAll(".bd-links a")].map((link) => ({
      link,
      page: link.getAttribute("href").replace(/\.html.*/, ""),
    }));
    const due = pages.filter(({ page }) => Date.now() - (remembered(page).when ?? Infinity) > WEEK);
    again.hidden = due.length === 0;
    for (const { link } of due) again.append(" ", Object.assign(link.cloneNode(true), { className: "" }));
  }
}
