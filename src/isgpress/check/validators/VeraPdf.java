// Runs the veraPDF validation library over PDF files, all in one virtual machine.
//
//   java -cp LIBRARY.jar VeraPdf.java FLAVOUR[,FLAVOUR...] FILE...
//
// Prints lines of fields parted by tabs. For each file and flavour, in the order asked:
//   verdict  FLAVOUR  FILE-NUMBER (from 0)  passed|failed|broken  text
// and below it, for each rule that failed, sorted:
//   rule     CLAUSE   TEST-NUMBER           TIMES                 CONTEXT  text
// Ends with status 0 when all files were judged, whatever the verdicts.

import java.io.File;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;

public final class VeraPdf {
    private static final int FAILURES_KEPT_PER_RULE = 1;
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private static final Comparator<RuleId> BY_CLAUSE = Comparator
        .comparing(RuleId::getClause).thenComparing(RuleId::getTestNumber)
        .thenComparing(rule -> rule.getSpecification().getId());

    public static void main(String[] arguments) {
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        Map<String, ValidationProfile> profiles = new HashMap<>();
        String[] flavours = arguments[0].split(",");
        for (int number = 1; number < arguments.length; number++) {
            for (String flavour : flavours) {
                try {
                    ValidationProfile profile = profiles.get(flavour);
                    if (profile == null) {
                        profile = new ProfileReader(flavour).read();
                        profiles.put(flavour, profile);
                    }
                    judge(profile, flavour, number - 1, new File(arguments[number]));
                } catch (Exception | StackOverflowError | OutOfMemoryError fault) {
                    say("verdict", flavour, number - 1, "broken", fault);
                }
            }
        }
    }

    private static void judge(ValidationProfile profile, String flavour, int number, File file)
            throws Exception {
        try (PDFAParser pdf = Foundries.defaultInstance().createParser(file, profile.getPDFAFlavour());
             var validator = Foundries.defaultInstance()
                 .createValidator(profile, FAILURES_KEPT_PER_RULE, false, true, false)) {
            ValidationResult result = validator.validate(pdf);
            say("verdict", flavour, number, result.isCompliant() ? "passed" : "failed", "");
            Map<RuleId, TestAssertion> first = new TreeMap<>(BY_CLAUSE);
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    first.putIfAbsent(assertion.getRuleId(), assertion);
                }
            }
            first.forEach((rule, assertion) -> say("rule", rule.getClause(), rule.getTestNumber(),
                result.getFailedChecks().getOrDefault(rule, 1),
                assertion.getLocation() == null ? "" : assertion.getLocation().getContext(),
                assertion.getErrorMessage() == null ? assertion.getMessage() : assertion.getErrorMessage()));
        }
    }

    private static void say(Object... fields) {
        List<String> texts = new ArrayList<>();
        for (Object field : fields) {
            texts.add(String.valueOf(field).replaceAll("\\s+", " "));
        }
        OUT.println(String.join("\t", texts));
    }

    /** Reads a profile's XML from the library: its own reader needs JAXB, which JDKs lack. */
    private static final class ProfileReader {
        private final String flavour;
        private final Set<Rule> rules = new HashSet<>();
        private final Set<Variable> variables = new HashSet<>();
        private final Map<String, String> texts = new HashMap<>();
        private final Map<String, Map<String, String>> attributes = new HashMap<>();
        private final List<ErrorArgument> arguments = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();

        ProfileReader(String flavour) {
            this.flavour = flavour;
        }

        ValidationProfile read() throws Exception {
            String path = "/org/verapdf/pdfa/validation/" + fileName() + ".xml";
            try (InputStream stream = ValidationProfile.class.getResourceAsStream(path)) {
                if (stream == null) {
                    throw new IllegalArgumentException("the library has no profile " + path);
                }
                XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
                factory.setProperty(XMLInputFactory.IS_COALESCING, true);
                XMLStreamReader xml = factory.createXMLStreamReader(stream);
                while (xml.hasNext()) {
                    switch (xml.next()) {
                        case XMLStreamConstants.START_ELEMENT -> open(xml);
                        case XMLStreamConstants.END_ELEMENT -> close(xml.getLocalName());
                        case XMLStreamConstants.CHARACTERS -> text.append(xml.getText());
                        default -> { }
                    }
                }
            }
            return Profiles.profileFromValues(PDFAFlavour.byFlavourId(flavour),
                Profiles.profileDetailsFromValues(flavour, flavour, "veraPDF", new Date(0)),
                "", rules, variables);
        }

        private String fileName() {
            return switch (flavour) {
                case "ua1" -> "PDFUA-1";
                case "ua2" -> "PDFUA-2-ISO32005";
                case "wt1a" -> "WTPDF-1-0-Accessibility";
                case "wt1r" -> "WTPDF-1-0-Reuse";
                default -> "PDFA-" + flavour.toUpperCase(Locale.ROOT);
            };
        }

        private void open(XMLStreamReader xml) {
            text.setLength(0);
            Map<String, String> given = new HashMap<>();
            for (int i = 0; i < xml.getAttributeCount(); i++) {
                given.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
            }
            attributes.put(xml.getLocalName(), given);
            if (xml.getLocalName().equals("rule")) {
                arguments.clear();
                texts.clear();
            }
        }

        private void close(String element) {
            switch (element) {
                case "argument" -> arguments.add(ErrorArgumentImpl.fromValues(
                    text.toString(), attributes.get("argument").get("name"), null));
                case "rule" -> rules.add(rule());
                case "variable" -> variables.add(variable());
                default -> texts.put(element, text.toString());
            }
        }

        private Rule rule() {
            Map<String, String> id = attributes.get("id");
            Map<String, String> rule = attributes.get("rule");
            String deferred = rule.get("deferred");
            return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(PDFAFlavour.Specification.valueOf(id.get("specification")),
                    id.get("clause"), Integer.parseInt(id.get("testNumber"))),
                rule.get("object"), deferred == null ? null : Boolean.valueOf(deferred),
                rule.get("tags"), texts.getOrDefault("description", ""), texts.getOrDefault("test", ""),
                Profiles.errorFromValues(texts.getOrDefault("message", ""), new ArrayList<>(arguments)),
                new ArrayList<>());
        }

        private Variable variable() {
            Map<String, String> variable = attributes.get("variable");
            return Profiles.variableFromValues(variable.get("name"), variable.get("object"),
                texts.getOrDefault("defaultValue", ""), texts.getOrDefault("value", ""));
        }
    }
}
