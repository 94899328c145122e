// java -cp ODK_Validate.jar e2e/forms/Phone.java BASE FOLDER > results.csv
// A surveyor's phone: gets the form and its lists from BASE as ODK Collect does, fills it in JavaRosa – Collect's engine – question
// after question with the answers of FOLDER/ID.xml, the household ID of its list each time, and posts what JavaRosa makes of it.
// Prints what the form calculated, one line a value: `household,name,value`. Writes what was sent (FOLDER/sent/HOUSEHOLD.xml) and
// what was answered (FOLDER/receipts.csv: household, status, SHA-256 that the receipt names, SHA-256 of what was sent).
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.SelectMultiData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceFactory;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormAnswerDataParser;
import org.javarosa.xform.util.XFormUtils;
import org.opendatakit.validate.StubPropertyManager;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

public class Phone {
    static final HttpClient CLIENT = HttpClient.newHttpClient();

    public static void main(String[] args) throws Exception {
        String base = args[0];
        Path folder = Path.of(args[1]);
        Path lists = Files.createDirectories(folder.resolve("lists"));
        Path sent = Files.createDirectories(folder.resolve("sent"));
        byte[] xform = fetch(base, lists);
        PropertyManager.setPropertyManager(new StubPropertyManager());
        new XFormsModule().registerModule();
        ReferenceManager.instance().addReferenceFactory(new InFolder(lists));
        Map<String, String> zones = zones(lists.resolve("households.csv"));
        StringBuilder results = new StringBuilder();
        StringBuilder receipts = new StringBuilder("household,status,receipted,sent\n");
        for (int id = 1; folder.resolve(id + ".xml").toFile().exists(); id++) {
            FormDef form = XFormUtils.getFormFromInputStream(new ByteArrayInputStream(xform));
            form.initialize(true, new InstanceInitializationFactory());
            String household = fill(form, answers(folder.resolve(id + ".xml")), id, zones);
            byte[] filled = new XFormSerializingVisitor().serializeInstance(form.getInstance());
            Files.write(sent.resolve(household + ".xml"), filled);
            receipts.append(household).append(',').append(post(base, filled)).append(',').append(sha256(filled)).append('\n');
            TreeElement result = form.getInstance().getRoot().getFirstChild("result");
            for (int i = 0; i < result.getNumChildren(); i++) {
                TreeElement node = result.getChildAt(i);
                String value = node.getValue() == null ? "" : node.getValue().uncast().getString();
                results.append(household).append(',').append(node.getName()).append(',').append(value).append('\n');
            }
        }
        Files.writeString(folder.resolve("receipts.csv"), receipts);
        System.out.print(results);
    }

    /** The list of forms, the form, its manifest and its files, each with the hash that was promised. */
    static byte[] fetch(String base, Path lists) throws Exception {
        Document list = xml(get(base + "/formList"));
        byte[] form = get(text(list, "downloadUrl"));
        promised(text(list, "hash"), form);
        Document manifest = xml(get(text(list, "manifestUrl")));
        for (int i = 0; i < manifest.getElementsByTagName("mediaFile").getLength(); i++) {
            Element file = (Element) manifest.getElementsByTagName("mediaFile").item(i);
            byte[] bytes = get(file.getElementsByTagName("downloadUrl").item(0).getTextContent());
            promised(file.getElementsByTagName("hash").item(0).getTextContent(), bytes);
            Files.write(lists.resolve(file.getElementsByTagName("filename").item(0).getTextContent()), bytes);
        }
        return form;
    }

    /** Question after question, as they come up; what the answer set leaves out stays as the list of last year filled it. */
    static String fill(FormDef form, Map<String, String> answers, int id, Map<String, String> zones) throws Exception {
        FormEntryController controller = new FormEntryController(new FormEntryModel(form));
        String household = null;
        for (int event = controller.stepToNextEvent(); event != FormEntryController.EVENT_END_OF_FORM; event = controller.stepToNextEvent()) {
            FormIndex at = controller.getModel().getFormIndex();
            if (event == FormEntryController.EVENT_PROMPT_NEW_REPEAT) {
                if (answers.containsKey(path(at.getReference()))) controller.newRepeat();
                continue;
            }
            if (event != FormEntryController.EVENT_QUESTION) continue;
            FormEntryPrompt prompt = controller.getModel().getQuestionPrompt();
            String path = path(at.getReference());
            if (path.endsWith("/household_id")) {
                List<SelectChoice> choices = prompt.getSelectChoices();
                SelectChoice choice = choices.get((id - 1) % choices.size());
                household = choice.getValue();
                answer(controller, new SelectOneData(choice.selection()), path);
                continue;
            }
            String value = path.endsWith("/zone") ? zones.get(household) : answers.getOrDefault(path, "");
            if (!value.isEmpty()) answer(controller, data(prompt, value), path);
        }
        controller.finalizeFormEntry();
        return household;
    }

    static void answer(FormEntryController controller, IAnswerData data, String path) {
        int said = controller.answerQuestion(data, true);
        if (said != FormEntryController.ANSWER_OK) throw new IllegalStateException("JavaRosa refuses " + path + ": " + data.getDisplayText());
    }

    static IAnswerData data(FormEntryPrompt prompt, String value) {
        switch (prompt.getControlType()) {
            case Constants.CONTROL_SELECT_ONE:
                return new SelectOneData(chosen(prompt, value));
            case Constants.CONTROL_SELECT_MULTI:
                List<Selection> several = new ArrayList<>();
                for (String one : value.split(" ")) several.add(chosen(prompt, one));
                return new SelectMultiData(several);
            default:
                return XFormAnswerDataParser.getAnswerData(value, prompt.getDataType(), prompt.getQuestion());
        }
    }

    static Selection chosen(FormEntryPrompt prompt, String value) {
        for (SelectChoice choice : prompt.getSelectChoices()) if (choice.getValue().equals(value)) return choice.selection();
        throw new IllegalStateException("JavaRosa has no choice " + value);
    }

    /** HEAD first, then the form as a part of a multipart body; the status and the hash that the receipt names. */
    static String post(String base, byte[] form) throws Exception {
        HttpResponse<String> head = CLIENT.send(request(base + "/submission").method("HEAD", HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString());
        if (head.statusCode() != 204) throw new IllegalStateException("HEAD was answered " + head.statusCode());
        String to = head.headers().firstValue("Location").orElseThrow();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write("--phieu\r\nContent-Disposition: form-data; name=\"xml_submission_file\"; filename=\"phieu.xml\"\r\nContent-Type: text/xml\r\nContent-Transfer-Encoding: binary\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        body.write(form);
        body.write("\r\n--phieu--\r\n".getBytes(StandardCharsets.UTF_8));
        HttpRequest post = request(to).header("Content-Type", "multipart/form-data; boundary=phieu").POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())).build();
        HttpResponse<String> answer = CLIENT.send(post, HttpResponse.BodyHandlers.ofString());
        Matcher hash = Pattern.compile("<stored name=\"xml_submission_file\" sha256=\"([0-9a-f]+)\"").matcher(answer.body());
        return answer.statusCode() + "," + (hash.find() ? hash.group(1) : "");
    }

    static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).header("X-OpenRosa-Version", "1.0").header("User-Agent", "org.odk.collect.android/v2025 JavaRosa");
    }

    static byte[] get(String url) throws Exception {
        HttpResponse<byte[]> answer = CLIENT.send(request(url).build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) throw new IllegalStateException(url + " was answered " + answer.statusCode());
        return answer.body();
    }

    static void promised(String hash, byte[] bytes) throws Exception {
        String md5 = "md5:" + HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        if (!md5.equals(hash)) throw new IllegalStateException("promised " + hash + ", got " + md5);
    }

    static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    static Document xml(byte[] bytes) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
    }

    static String text(Document document, String name) {
        return document.getElementsByTagName(name).item(0).getTextContent().trim();
    }

    /** Answers by path; rows of a repeat are counted from 0, and each row itself is there, empty. */
    static Map<String, String> answers(Path file) throws Exception {
        Map<String, String> found = new HashMap<>();
        collect(xml(Files.readAllBytes(file)).getDocumentElement(), "/data", found);
        return found;
    }

    static void collect(Element element, String path, Map<String, String> found) {
        Map<String, Integer> rows = new HashMap<>();
        boolean leaf = true;
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (!(node instanceof Element child)) continue;
            leaf = false;
            String name = child.getLocalName() == null ? child.getTagName() : child.getLocalName();
            String below = path + "/" + name;
            if (name.equals("member")) {
                below += "[" + rows.merge(name, 1, Integer::sum) + "]";
                found.put(below, "");
            }
            collect(child, below, found);
        }
        if (leaf) found.put(path, element.getTextContent());
    }

    static String path(TreeReference reference) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < reference.size(); i++) {
            path.append('/').append(reference.getName(i));
            if (reference.getName(i).equals("member")) path.append('[').append(reference.getMultiplicity(i) + 1).append(']');
        }
        return path.toString();
    }

    /** The zone of each household's village, which its name tells. */
    static Map<String, String> zones(Path households) throws Exception {
        Map<String, String> zones = new HashMap<>();
        List<String> lines = Files.readAllLines(households);
        for (String line : lines.subList(1, lines.size())) {
            zones.put(line.substring(0, line.indexOf(',')), line.contains("Tổ dân phố") ? "urban" : "rural");
        }
        return zones;
    }

    /** Lists that lie in a folder, as Collect keeps the files of a form. */
    record InFolder(Path folder) implements ReferenceFactory {
        public boolean derives(String uri) {
            return uri.startsWith("jr://file-csv/") || uri.startsWith("jr://file/");
        }

        public Reference derive(String uri) {
            File file = folder.resolve(uri.substring(uri.lastIndexOf('/') + 1)).toFile();
            return new Reference() {
                public boolean doesBinaryExist() { return file.exists(); }
                public InputStream getStream() throws java.io.IOException { return Files.newInputStream(file.toPath()); }
                public String getURI() { return uri; }
                public String getLocalURI() { return file.getPath(); }
                public boolean isReadOnly() { return true; }
                public OutputStream getOutputStream() { return null; }
                public void remove() {}
                public Reference[] probeAlternativeReferences() { return new Reference[0]; }
            };
        }

        public Reference derive(String uri, String context) {
            return derive(uri);
        }
    }
}
