// Opens an EPUB in MuPDF: `mutool run mupdf.js FILE`. Prints as JSON the number of pages,
// the outline as rows of depth and title, and the text of all pages.
var document = new Document(scriptArgs[0]);
var rows = [];

function walk(entries, depth) {
    for (var n = 0; n < entries.length; n++) {
        rows.push([depth, entries[n].title]);
        if (entries[n].down) walk(entries[n].down, depth + 1);
    }
}

walk(document.loadOutline() || [], 1);
document.layout(360, 540, 11); // points
var pages = [];
var text;
var walker = {
    onChar: function (character) { text += character; },
    endLine: function () { text += "\n"; }
};
for (var n = 0; n < document.countPages(); n++) {
    text = "";
    document.loadPage(n).toStructuredText().walk(walker);
    pages.push(text);
}
print(JSON.stringify({ outline: rows, pages: pages }));
