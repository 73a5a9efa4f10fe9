package dev.drover.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.KeptDocument;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionPageTest {
    /** The closed list of the API. */
    private static final List<String> ALL = List.of(
            "Converged",
            "Ready",
            "NotValidated",
            "ProvisioningFailing",
            "ProvisioningSuspended",
            "ObservationStale",
            "ObservationSuspect",
            "HealthUnknown",
            "RepairSuspended",
            "RepairGaveUp",
            "RepairBlocked",
            "ShrinkBlocked",
            "RolloutFailed",
            "RolloutPaused",
            "RolloutBlocked", // beyond the first list: what people hold up in a rollout
            "DrainTimedOut", // beyond it, too: onTimeout keep
            "Paused",
            "Deleting",
            "Releasing",
            "Frozen",
            "ProviderMissing",
            "HostAway",
            "LabelsOutOfDate");

    @Test
    void everyConditionIsOfTheClosedListAndSaysWhatLiftsIt() {
        assertThat(ConditionPage.all())
                .allSatisfy(it -> assertThat(ALL).contains(it.type()))
                .hasSize(ALL.size())
                .allSatisfy(it -> assertThat(it.liftedBy()).isNotBlank().doesNotEndWith("."))
                .allSatisfy(it -> assertThat(it.rendered()).contains("<h1>" + it.type() + "</h1>"));
        assertThat(new ConditionPage.Index(ConditionPage.all()).rendered())
                .contains("<a href=\"/conditions/RepairGaveUp\">RepairGaveUp</a>");
    }

    @Test
    void theDocumentSaysTheSame() throws IOException {
        StringBuilder document = new StringBuilder("""
                # Conditions

                What can hold for a group. Those that hold stand in its `status`, with a reason, a message and since when; `Converged` and
                `Ready` always do. Your Drover shows this list at `/conditions`.

                | Condition | Lifted by | Waiting for the group meanwhile |
                |---|---|---|
                """);
        ConditionPage.all()
                .forEach(it ->
                        document.append("| `%s` | %s | %s |\n".formatted(it.type(), it.liftedBy(), it.waiting())));
        KeptDocument.check("conditions.md", document.toString());
    }
}
