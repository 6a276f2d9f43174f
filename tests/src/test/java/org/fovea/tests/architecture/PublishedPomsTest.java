package org.fovea.tests.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.fovea.tests.Repository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/// What Maven Central wants of the poms that are published; and that the BOM, which has no parent, says what the parent
/// says.
class PublishedPomsTest {
    private static final XPath PATHS = XPathFactory.newInstance().newXPath();

    private static Document pom(String file) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Repository.root().resolve(file).toFile());
    }

    private static String text(Document pom, String path) throws Exception {
        return PATHS.evaluate("/project/" + path, pom).strip();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "groupId",
                "version",
                "url",
                "licenses/license/name",
                "licenses/license/url",
                "developers/developer/name",
                "scm/connection",
                "scm/developerConnection",
                "scm/url"
            })
    void theParentAndTheBomSayTheSame(String path) throws Exception {
        String said = text(pom("pom.xml"), path);
        assertFalse(said.isEmpty(), "pom.xml says no " + path);
        assertEquals(said, text(pom("facerec/bom/pom.xml"), path));
    }

    @Test
    void theBomHoldsEveryLibrary() throws Exception {
        Document bom = pom("facerec/bom/pom.xml");
        for (String module : List.of("engine", "gradcam", "facerec")) {
            Document pom = pom(module + "/pom.xml");
            assertFalse(text(pom, "name").isEmpty() || text(pom, "description").isEmpty(), module);
            assertEquals(
                    "${project.version}",
                    text(
                            bom,
                            "dependencyManagement/dependencies/dependency[artifactId='" + text(pom, "artifactId")
                                    + "']/version"));
        }
    }
}
