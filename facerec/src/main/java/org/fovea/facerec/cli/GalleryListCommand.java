package org.fovea.facerec.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.fovea.facerec.data.Printable;
import org.fovea.facerec.gallery.Gallery;
import org.fovea.facerec.gallery.Person;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Lists the people.",
        footer = {"", "Example: fovea gallery list --gallery people/ --json"})
final class GalleryListCommand implements Callable<Integer> {
    @Mixin
    private GalleryOptions gallery;

    @Mixin
    private RunOptions run;

    @Override
    public Integer call() throws IOException {
        List<Person> people;
        try (Gallery opened = gallery.read(run)) {
            people = opened.people();
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("person", "pictures"));
        people.forEach(person -> rows.add(List.of(Printable.of(person.name()), Integer.toString(person.pictures()))));
        run.print(people, TextTable.of(rows));
        return 0;
    }
}
