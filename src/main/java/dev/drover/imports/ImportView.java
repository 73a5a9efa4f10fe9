package dev.drover.imports;

import dev.drover.group.Declared;
import dev.drover.group.ForecastView;
import dev.drover.group.Forecaster.Effort;
import dev.drover.imports.ImportGroup.Imported;
import dev.drover.instance.TakenOver;
import dev.drover.member.Adoption;
import dev.drover.provider.spi.Phase;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What came of an import, or would come of it.
 *
 * @param name the group's
 * @param declared whether it is so now; false after a dry run
 * @param change none, policy, size or revision
 * @param generation that the group has now; 0 if there is no such group yet
 * @param spec the group in our words, as it is declared
 * @param notes a sentence for each thing in the document that the spec does not say, and for those who are left alone
 * @param configurationHash InfraKit's, of instances that are made of this document
 * @param instances what InfraKit made for the group, and the provider still holds
 * @param forecast what the group then does, if every call succeeds
 */
record ImportView(
        String name,
        boolean declared,
        String change,
        long generation,
        @Schema(ref = "#/components/schemas/Group") JsonNode spec,
        List<String> notes,
        String configurationHash,
        List<ImportedInstance> instances,
        ForecastView forecast) {

    /**
     * An instance that InfraKit made.
     *
     * @param id the provider's
     * @param hash its infrakit.config.hash; null if it has none
     * @param hashAgrees whether that is the one of the document
     * @param logicalId its infrakit.logical_id; null if it has none
     * @param adopted whether it becomes a member
     * @param member that member: adopted-1, adopted-2, ... in a dry run; null if it becomes none
     * @param because why it is left alone; null if it becomes a member
     */
    record ImportedInstance(
            String id,

            @Schema(allowableValues = {"starting", "running", "stopped", "gone"})
            String phase,

            @Nullable String hash,
            boolean hashAgrees,
            @Nullable String logicalId,
            boolean adopted,
            @Nullable String member,
            @Nullable String because) {}

    static ImportView of(Imported imported) {
        Translated translated = imported.translated();
        TakenOver takenOver = imported.joint().weighed();
        Declared declared = imported.joint().declared();
        return new ImportView(
                imported.joint().intended().spec().name().value(),
                declared != null,
                imported.joint().intended().change(),
                declared == null ? imported.joint().intended().baseGeneration() : declared.generation(),
                translated.spec(),
                notes(translated, takenOver),
                translated.hash(),
                instances(takenOver, translated.hash(), declared == null),
                takenOver.forecast(declared == null ? Effort.THOROUGH : Effort.GLANCE));
    }

    private static List<String> notes(Translated translated, TakenOver takenOver) {
        List<String> notes = new ArrayList<>(translated.notes());
        long beside =
                takenOver.verdicts().stream().filter(TakenOver.Verdict::beside).count();
        if (beside > 0) {
            notes.add((beside == 1
                            ? "1 running instance of InfraKit's is"
                            : beside + " running instances of InfraKit's are")
                    + " left alone: see to them yourself, for nobody else does");
        }
        return List.copyOf(notes);
    }

    private static List<ImportedInstance> instances(TakenOver takenOver, String hash, boolean foreseen) {
        List<ImportedInstance> instances = new ArrayList<>();
        int adopted = 0;
        for (TakenOver.Verdict it : takenOver.verdicts()) {
            Adoption adoption = takenOver.adoption(it).orElse(null);
            adopted += adoption == null ? 0 : 1;
            instances.add(new ImportedInstance(
                    it.instance().id().value(),
                    text(it.instance().phase()),
                    it.hash(),
                    hash.equals(it.hash()),
                    it.logicalId(),
                    adoption != null,
                    adoption == null
                            ? null
                            : foreseen
                                    ? "adopted-" + adopted
                                    : adoption.member().toString(),
                    it.left()));
        }
        return List.copyOf(instances);
    }

    private static String text(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }
}
