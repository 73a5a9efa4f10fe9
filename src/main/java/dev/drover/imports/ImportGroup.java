package dev.drover.imports;

import dev.drover.group.Declare;
import dev.drover.group.DeclareJointly;
import dev.drover.group.DeclareJointly.Joint;
import dev.drover.group.DeclareJointly.Part;
import dev.drover.instance.Foreigners;
import dev.drover.instance.TakeOver;
import dev.drover.instance.TakenOver;
import dev.drover.provider.Findings;
import dev.drover.provider.spi.Violation;
import dev.drover.web.Asker;
import dev.drover.web.Problem;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Declares a group of InfraKit as one of ours, with the instances that InfraKit made for it, or says what would come of it. */
@Component
class ImportGroup {
    /** What problems call it. */
    static final String BODY = "the group";

    private static final Set<String> PARTS = Set.of("/instance", "/flavor");

    private final DeclareJointly declare;
    private final TakeOver takeOver;

    ImportGroup(DeclareJointly declare, TakeOver takeOver) {
        this.declare = declare;
        this.takeOver = takeOver;
    }

    /** What came of it, or would. {@code declared} of {@code joint} is null if nothing was stored. */
    record Imported(Translated translated, Joint<TakenOver> joint) {}

    /**
     * What would come of it. Changes nothing.
     *
     * @param request makes the request to declare a spec, with all that its headers say
     * @param adopt whether what InfraKit made is taken over
     * @throws Problem if it would be refused
     */
    Imported preview(ObjectNode body, Function<ObjectNode, Declare> request, boolean adopt) {
        Asked asked = asked(body, request);
        Foreigners foreigners = adopt ? look(asked.translated()) : null;
        return new Imported(asked.translated(), foreseen(asked, foreigners));
    }

    /**
     * Does it.
     *
     * @throws Problem if it is refused; then nothing is declared
     */
    Imported declare(ObjectNode body, Function<ObjectNode, Declare> request, boolean adopt) {
        Asked asked = asked(body, request);
        Part<TakenOver> part = part(asked, adopt);
        return new Imported(asked.translated(), asked.told(() -> declare.declare(asked.declare(), part)));
    }

    /** What is to become a member is labelled before anything is declared. */
    private Part<TakenOver> part(Asked asked, boolean adopt) {
        if (!adopt) {
            return takeOver.nobody();
        }
        Foreigners foreigners = look(asked.translated());
        TakenOver foreseen = foreseen(asked, foreigners).weighed();
        Asker asker =
                new Asker(asked.declare().actor(), asked.declare().provenance().provenance());
        return takeOver.part(takeOver.label(foreigners, foreseen, asker), asker);
    }

    private Foreigners look(Translated translated) {
        return takeOver.look(translated.provider(), translated.marks());
    }

    private Joint<TakenOver> foreseen(Asked asked, @Nullable Foreigners foreigners) {
        Part<TakenOver> part = foreigners == null ? takeOver.nobody() : takeOver.preview(foreigners);
        Joint<TakenOver> foreseen = asked.told(() -> declare.weigh(asked.declare(), part));
        Findings findings = new Findings();
        foreseen.weighed()
                .doubles()
                .forEach(it -> findings.add(asked.translated().document().pointer(it.pointer()), it.message()));
        findings.refuse(BODY);
        return foreseen;
    }

    private Asked asked(ObjectNode body, Function<ObjectNode, Declare> request) {
        Findings findings = new Findings();
        Translated translated = Translated.of(body, findings);
        Declare asked = request.apply(translated.spec());
        declare.violations(asked).stream()
                .filter(it -> !told(it, translated, findings))
                .forEach(it -> findings.add(translated.document().pointer(it.pointer()), it.message()));
        asked.provenance().violations().forEach(it -> findings.add(it.pointer(), it.message()));
        findings.refuse(BODY);
        return new Asked(translated, asked);
    }

    /** What has no plugin has no part in the translation: that is one fault, and said in InfraKit's words. */
    private static boolean told(Violation violation, Translated translated, Findings findings) {
        return PARTS.contains(violation.pointer())
                && findings.touch(translated.document().pointer(violation.pointer()) + "/Plugin");
    }

    private record Asked(Translated translated, Declare declare) {

        /** Whatever is refused is told of the document that was sent, not of its translation. */
        <T> T told(Supplier<T> question) {
            try {
                return question.get();
            } catch (Problem e) {
                List<Problem.Violation> violations = e.violations().stream()
                        .map(it -> new Problem.Violation(translated.document().pointer(it.pointer()), it.message()))
                        .toList();
                throw violations.isEmpty() ? e : new Problem(e.type(), String.valueOf(e.getMessage()), violations);
            }
        }
    }
}
