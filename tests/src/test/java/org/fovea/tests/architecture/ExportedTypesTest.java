package org.fovea.tests.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fovea.tests.Repository;
import org.junit.jupiter.api.Test;

/// Whoever may call a method may also name what it takes and returns: no public or protected member of an exported
/// package mentions a type of a package that is not exported. The compiler's own check (`-Xlint:exports`) is no use
/// here, since it asks the same of the annotations for null, which nobody needs at hand to use the libraries.
class ExportedTypesTest {
    private static final Path[] LIBRARIES = Stream.of("engine", "gradcam", "facerec")
            .map(library -> Repository.root().resolve(library).resolve("target/classes"))
            .toArray(Path[]::new);

    @Test
    void exportedMembersMentionExportedTypesAlone() {
        Set<String> exported = ModuleFinder.of(LIBRARIES).findAll().stream()
                .flatMap(module -> module.descriptor().exports().stream())
                .filter(exports -> !exports.isQualified())
                .map(Exports::source)
                .collect(Collectors.toSet());
        Set<String> hidden = new TreeSet<>();
        int members = 0;
        for (JavaClass type : new ClassFileImporter().importPaths(LIBRARIES)) {
            if (!exported.contains(type.getPackageName()) || !reachable(type)) {
                continue;
            }
            for (JavaCodeUnit member : type.getCodeUnits()) {
                if (open(member.getModifiers())) {
                    members++;
                    mentioned(member)
                            .filter(t -> t.getPackageName().startsWith("org.fovea")
                                    && !exported.contains(t.getPackageName()))
                            .forEach(t -> hidden.add(member.getFullName() + " mentions " + t.getName()));
                }
            }
        }
        assertTrue(members > 1000, "members read: " + members);
        assertEquals(Set.of(), hidden);
    }

    private static boolean reachable(JavaClass type) {
        return open(type.getModifiers())
                && type.getEnclosingClass().map(ExportedTypesTest::reachable).orElse(true);
    }

    private static boolean open(Set<JavaModifier> modifiers) {
        return !modifiers.contains(JavaModifier.SYNTHETIC)
                && (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED));
    }

    private static Stream<JavaClass> mentioned(JavaCodeUnit member) {
        List<JavaType> types = new ArrayList<>(member.getParameterTypes());
        types.add(member.getReturnType());
        return types.stream()
                .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                .map(JavaClass::getBaseComponentType);
    }
}
