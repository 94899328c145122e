// java -cp ODK_Validate.jar e2e/forms/JavaRosa.java FORM.xml FOLDER > results.csv
// Opens submissions (FOLDER/ID.xml) in JavaRosa, the engine of ODK Collect, lets it calculate anew and prints what it says:
// one line a value, `id,name,value`. Whatever the submission said of its results is thrown away before.
import java.io.File;
import java.io.FileInputStream;
import java.nio.file.Files;
import java.util.Arrays;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.parse.XFormParser;
import org.javarosa.xform.util.XFormUtils;
import org.opendatakit.validate.StubPropertyManager;
import org.opendatakit.validate.StubReferenceFactory;

public class JavaRosa {
    public static void main(String[] args) throws Exception {
        PropertyManager.setPropertyManager(new StubPropertyManager());
        new XFormsModule().registerModule();
        ReferenceManager.instance().addReferenceFactory(new StubReferenceFactory());
        FormDef form = XFormUtils.getFormFromInputStream(new FileInputStream(args[0]));
        TreeElement empty = form.getInstance().getRoot().deepCopy(true);
        File[] files = new File(args[1]).listFiles((folder, name) -> name.matches("\\d+\\.xml"));
        Arrays.sort(files);
        StringBuilder out = new StringBuilder();
        for (File file : files) {
            TreeElement root = empty.deepCopy(true);
            root.populate(XFormParser.restoreDataModel(Files.readAllBytes(file.toPath()), null).getRoot(), form);
            forget(root);
            form.getInstance().setRoot(root);
            form.initialize(false, new InstanceInitializationFactory());
            TreeElement result = form.getInstance().getRoot().getFirstChild("result");
            for (int i = 0; i < result.getNumChildren(); i++) {
                TreeElement node = result.getChildAt(i);
                String value = node.getValue() == null ? "" : node.getValue().uncast().getString();
                String id = file.getName().replace(".xml", "");
                out.append(id).append(',').append(node.getName()).append(',').append(value).append('\n');
            }
        }
        System.out.print(out);
    }

    private static void forget(TreeElement element) {
        boolean calculated = element.getName().matches("(step|age)_.*") || "result".equals(element.getParent() == null ? "" : element.getParent().getName());
        if (calculated) element.setAnswer(null);
        for (int i = 0; i < element.getNumChildren(); i++) forget(element.getChildAt(i));
    }
}
