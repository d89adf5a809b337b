// Runs the veraPDF validation library over PDF files, all in one virtual machine.
//
//   java -cp LIBRARY.jar org.mozilla.javascript.tools.shell.Main -version 200 -opt -1 \
//       verapdf.js FLAVOUR[,FLAVOUR...] FILE...
//
// The shell is that of Rhino, which veraPDF brings to evaluate its rules: so a Java runtime
// is enough, and no compiler is needed.
//
// Prints lines of fields parted by tabs. For each file and flavour, in the order asked:
//   verdict  FLAVOUR  FILE-NUMBER (from 0)  passed|failed|broken  text
// and below it, for each rule that failed, sorted:
//   rule     CLAUSE   TEST-NUMBER           TIMES                 CONTEXT  text
// Ends with status 0 when all files were judged, whatever the verdicts.

var FAILURES_KEPT_PER_RULE = 1;
var FILES = { ua1: "PDFUA-1", ua2: "PDFUA-2-ISO32005", wt1a: "WTPDF-1-0-Accessibility", wt1r: "WTPDF-1-0-Reuse" };
var pdfa = Packages.org.verapdf.pdfa;
var profiles = pdfa.validation.profiles;
var Specification = java.lang.Class.forName("org.verapdf.pdfa.flavours.PDFAFlavour$Specification");
var Flavour = pdfa.flavours.PDFAFlavour;
var out = new java.io.PrintStream(java.lang.System.out, true, "UTF-8");

function say() {
  var fields = Array.prototype.slice.call(arguments);
  out.println(fields.map((field) => String(field).replace(/\s+/g, " ")).join("\t"));
}

// A profile's XML is read here: the library's own reader needs JAXB, which runtimes lack.
function readProfile(flavour) {
  var name = FILES[flavour] || "PDFA-" + flavour.toUpperCase();
  var path = "/org/verapdf/pdfa/validation/" + name + ".xml";
  var stream = java.lang.Class.forName("org.verapdf.pdfa.Foundries").getResourceAsStream(path);
  if (stream === null) throw "the library has no profile " + path;
  var builder = javax.xml.parsers.DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
  var root = builder.parse(stream).getDocumentElement();
  stream.close();
  var rules = new java.util.HashSet(), variables = new java.util.HashSet();
  all(root, "rule").forEach((element) => rules.add(rule(element)));
  all(root, "variable").forEach((element) => variables.add(variable(element)));
  var details = profiles.Profiles.profileDetailsFromValues(flavour, flavour, "veraPDF", new java.util.Date(0));
  return profiles.Profiles.profileFromValues(Flavour.byFlavourId(flavour), details, "", rules, variables);
}

function all(element, name) {
  var nodes = element.getElementsByTagName(name), found = [];
  for (var n = 0; n < nodes.getLength(); n++) found.push(nodes.item(n));
  return found;
}

function text(element, name) {
  var found = all(element, name)[0];
  return found ? found.getTextContent() : "";
}

function value(element, name) {
  return element.hasAttribute(name) ? element.getAttribute(name) : null;
}

function rule(element) {
  var id = all(element, "id")[0];
  var specification = java.lang.Enum.valueOf(Specification, id.getAttribute("specification"));
  var number = java.lang.Integer.parseInt(id.getAttribute("testNumber"));
  var deferred = value(element, "deferred");
  var given = new java.util.ArrayList();
  all(element, "argument").forEach((a) =>
    given.add(profiles.ErrorArgumentImpl.fromValues(a.getTextContent(), value(a, "name"), null)));
  return profiles.Profiles.ruleFromValues(
    profiles.Profiles.ruleIdFromValues(specification, id.getAttribute("clause"), number),
    value(element, "object"), deferred === null ? null : java.lang.Boolean.valueOf(deferred),
    value(element, "tags"), text(element, "description"), text(element, "test"),
    profiles.Profiles.errorFromValues(text(element, "message"), given), new java.util.ArrayList());
}

function variable(element) {
  return profiles.Profiles.variableFromValues(value(element, "name"), value(element, "object"),
    text(element, "defaultValue"), text(element, "value"));
}

// Validates a file by all flavours: together, so that it is read and walked through once, or one
// by one where veraPDF does not take them together, as those of different versions of PDF.
function judge(wanted, file) {
  var foundry = pdfa.Foundries.defaultInstance();
  var pdf = foundry.createParser(file, wanted[0].getPDFAFlavour());
  var results;
  try {
    var validator = pdfa.validation.validators.ValidatorFactory.createValidator(
      java.util.Arrays.asList(wanted), FAILURES_KEPT_PER_RULE, false, true, false);
    results = validator.validateAll(pdf).toArray();
    validator.close();
  } finally {
    pdf.close();
  }
  var own = wanted.map((profile) =>
    results.filter((result) => result.getPDFAFlavour().equals(profile.getPDFAFlavour()))[0]);
  if (own.every((result) => result)) return own;
  if (wanted.length === 1) throw "veraPDF gave no verdict";
  return wanted.map((profile) => judge([profile], file)[0]);
}

function tell(flavour, number, result) {
  say("verdict", flavour, number, result.isCompliant() ? "passed" : "failed", "");
  var failed = result.getTestAssertions().toArray()
    .filter((assertion) => String(assertion.getStatus().name()) === "FAILED");
  var first = new java.util.TreeMap();
  failed.forEach((assertion) => first.putIfAbsent(order(assertion.getRuleId()), assertion));
  first.values().toArray().forEach((assertion) => {
    var id = assertion.getRuleId(), place = assertion.getLocation();
    say("rule", id.getClause(), id.getTestNumber(),
      result.getFailedChecks().getOrDefault(id, java.lang.Integer.valueOf(1)),
      place === null ? "" : place.getContext(), assertion.getErrorMessage() || assertion.getMessage());
  });
}

function order(id) {
  return [id.getClause(), ("000" + id.getTestNumber()).slice(-4), id.getSpecification().getId()].join(" ");
}

java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.OFF);
Packages.org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise();
var flavours = arguments[0].split(","), wanted = flavours.map(readProfile);
arguments.slice(1).forEach((path, number) => {
  try {
    var results = judge(wanted, new java.io.File(path));
    flavours.forEach((flavour, n) => tell(flavour, number, results[n]));
  } catch (fault) {
    flavours.forEach((flavour) =>
      say("verdict", flavour, number, "broken", fault.javaException || fault));
  }
});
