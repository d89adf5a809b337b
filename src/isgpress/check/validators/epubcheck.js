// Runs EPUBCheck over EPUB files, all in one virtual machine: most of the time of a run
// goes into reading its schemas, which is done once.
//
//   java -cp EPUBCHECK.jar:RHINO.jar org.mozilla.javascript.tools.shell.Main -version 200 \
//       -opt -1 epubcheck.js FILE REPORT [FILE REPORT...]
//
// Writes EPUBCheck's JSON report of each FILE, with its notes on usage, to REPORT.

var strings = java.lang.String;

for (var i = 0; i < arguments.length; i += 2) {
  var words = [arguments[i], "--json", arguments[i + 1], "--usage"];
  var given = java.lang.reflect.Array.newInstance(strings, words.length);
  words.forEach((word, n) => (given[n] = word));
  new Packages.com.adobe.epubcheck.tool.EpubChecker().run(given);
}
