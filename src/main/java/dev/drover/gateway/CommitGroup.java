package dev.drover.gateway;

import dev.drover.group.DeclaredGroup;
import dev.drover.group.GroupCommands;
import dev.drover.infrakit.GroupDocument;
import dev.drover.infrakit.GroupTranslation;
import dev.drover.infrakit.Shapes;
import dev.drover.web.Asker;
import dev.drover.web.Problem;
import dev.drover.web.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Declares a group that is written down for InfraKit, or says what that would do. */
@Component
class CommitGroup {
    /** What somebody else did in the moment between reading the group and declaring it. */
    private static final Set<ProblemType> MOVED = Set.of(ProblemType.GENERATION_MOVED, ProblemType.ALREADY_EXISTS);

    /** Each that is in vain is one of somebody else that was not. */
    private static final int ATTEMPTS = 50;

    private final GroupCommands groups;
    private final ReadOnly readOnly;

    CommitGroup(GroupCommands groups, ReadOnly readOnly) {
        this.groups = groups;
        this.readOnly = readOnly;
    }

    /** In sentences. */
    List<String> pretend(GroupDocument document, Asker asker) {
        Written written = written(document);
        List<String> sentences = new ArrayList<>(ForecastWords.of(groups.forecast(written.spec, asker)));
        sentences.addAll(written.notes);
        return sentences;
    }

    /** In sentences. */
    List<String> commit(GroupDocument document, Asker asker) {
        readOnly.refuse();
        for (int attempt = 1; ; attempt++) {
            Written written = written(document);
            try {
                return declare(written, asker);
            } catch (Problem e) {
                if (!MOVED.contains(e.type()) || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private List<String> declare(Written written, Asker asker) {
        String change = groups.declare(written.spec, written.on, asker);
        String group = "group " + written.spec.path("name").asString();
        List<String> sentences = new ArrayList<>();
        if (change.equals("none")) {
            sentences.add("Nothing changes: " + group + " is declared like this already");
        } else if (written.on == 0) {
            sentences.add("A new " + group + " is declared");
        } else {
            sentences.add("The " + change + " of " + group + " is declared anew");
        }
        sentences.addAll(written.notes);
        return sentences;
    }

    private Written written(GroupDocument document) {
        Shapes.GroupSpec group = document.group();
        GroupTranslation translation = GroupTranslation.of(group);
        List<String> notes = new ArrayList<>(document.ignored());
        notes.addAll(translation.withoutEquivalent());
        Optional<DeclaredGroup> declared = Optional.ofNullable(group.id()).flatMap(groups::find);
        boolean updating = group.properties() != null && group.properties().updating() != null;
        ObjectNode spec = declared.map(it -> KeptSpec.of(it.spec(), translation.spec(), updating))
                .orElse(translation.spec());
        return new Written(spec, declared.map(DeclaredGroup::generation).orElse(0L), notes);
    }

    /** {@code on} is the generation that it follows; 0 for none. */
    private record Written(ObjectNode spec, long on, List<String> notes) {}
}
