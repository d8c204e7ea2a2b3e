// What html-validate asks of every page: its recommended rules, but for the few here, each with its reason.
export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // Habits of hand-written HTML, of no consequence in what Docutils and the theme's templates write.
    "attr-quotes": "off",
    "attribute-boolean-style": "off",
    "no-trailing-whitespace": "off",
    "void-style": "off",
    // Docutils writes the bibliography as a list of divisions, and the theme the parts of the contents as paragraphs
    // that are headings; both say so by their roles.
    "prefer-native-element": ["error", { exclude: ["heading", "list", "listitem", "region"] }],
    // The search finds the text that it quotes by the role of <main>.
    "no-redundant-role": "off",
    // A title is the chapter's and the book's; search engines cut it where they like.
    "long-title": "off",
  },
};
