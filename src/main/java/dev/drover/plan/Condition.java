package dev.drover.plan;

/**
 * A typed status that holds for a group.
 *
 * @param holds false only for {@link Type#CONVERGED} and {@link Type#READY}, which are always told
 * @param reason one word in PascalCase
 * @param message a sentence for people, with the provider's own words where there are some
 */
public record Condition(Type type, boolean holds, String reason, String message) {
    /** The closed list of conditions that this version can raise. */
    public enum Type {
        CONVERGED("Converged", false),
        READY("Ready", false),
        NOT_VALIDATED("NotValidated", false),
        PROVISIONING_FAILING("ProvisioningFailing", false),
        OBSERVATION_STALE("ObservationStale", false),
        OBSERVATION_SUSPECT("ObservationSuspect", false),
        HEALTH_UNKNOWN("HealthUnknown", false),
        REPAIR_GAVE_UP("RepairGaveUp", true),
        DELETING("Deleting", false),
        PROVIDER_MISSING("ProviderMissing", false);

        private final String text;
        private final boolean lasting;

        Type(String text, boolean lasting) {
            this.text = text;
            this.lasting = lasting;
        }

        /** The name that users see. */
        public String text() {
            return text;
        }

        /** Whether time alone never lifts it. */
        public boolean lasting() {
            return lasting;
        }
    }
}
