package dev.drover.plan;

/**
 * A typed status that holds for a group.
 *
 * @param holds false only for {@link Type#CONVERGED} and {@link Type#READY}, which are always told
 * @param reason one word in PascalCase
 * @param message a sentence for people, with the provider's own words where there are some
 */
public record Condition(Type type, boolean holds, String reason, String message) {
    /** The reason of {@link Type#PAUSED} while a paused process would have to act before the group is ready. */
    public static final String NEEDED_TO_BE_READY = "NeededToBeReady";

    /** The same, if only that the group is as declared needs it. */
    public static final String NEEDED_TO_CONVERGE = "NeededToConverge";

    /** The reason of {@link Type#FROZEN} while the group would have to make members. */
    public static final String CREATES_WAIT = "CreatesWait";

    /** The closed list of conditions that this version can raise. */
    public enum Type {
        CONVERGED(
                "Converged", false, "nothing: it is what a group is to be; while it does not hold, the others say why"),
        READY(
                "Ready",
                false,
                "nothing: while it does not hold, the group waits for members that are healthy for long enough"),
        NOT_VALIDATED("NotValidated", false, "declaring the group again while its provider and flavor answer"),
        PROVISIONING_FAILING(
                "ProvisioningFailing",
                false,
                "a create that succeeds; Drover tries again by itself, at once after POST /v1/groups/{name}/retry"),
        OBSERVATION_STALE(
                "ObservationStale",
                false,
                "a whole listing of the provider; GET /v1/providers/{name} says what keeps it from coming"),
        OBSERVATION_SUSPECT(
                "ObservationSuspect",
                false,
                "a listing that shows the members again, or a later one that lacks the same ones and so confirms it"),
        HEALTH_UNKNOWN(
                "HealthUnknown",
                false,
                "an answer, good or bad, from the members' health check; nothing is repaired on a guess"),
        PROVISIONING_SUSPENDED(
                "ProvisioningSuspended",
                true,
                "a new spec, or POST /v1/groups/{name}/retry, which also says that the machines of pets in doubt do not exist"),
        SHRINK_BLOCKED(
                "ShrinkBlocked",
                true,
                "POST /v1/members/{memberId}/unprotect or /unhold of the members that it names, or a larger size"),
        REPAIR_BLOCKED(
                "RepairBlocked",
                true,
                "POST /v1/members/{memberId}/unprotect or /unhold of the members that it names, or their recovery"),
        ROLLOUT_BLOCKED(
                "RolloutBlocked",
                true,
                "POST /v1/members/{memberId}/unprotect or /unhold of the members that it names"),
        DRAIN_TIMED_OUT(
                "DrainTimedOut",
                true,
                "POST /v1/members/{memberId}/destroy of the members that it names, POST /v1/groups/{name}/retry, which asks them to"
                        + " stop once more, or a spec with drain.onTimeout: destroy"),
        REPAIR_SUSPENDED(
                "RepairSuspended",
                false,
                "time, when enough of the failures are older than repair.breaker.window; a new spec, or POST"
                        + " /v1/groups/{name}/retry, at once"),
        LABELS_OUT_OF_DATE(
                "LabelsOutOfDate",
                false,
                "labels that the provider takes; Drover tries again by itself, at once after POST /v1/groups/{name}/retry"),
        REPAIR_GAVE_UP(
                "RepairGaveUp",
                true,
                "a new spec, POST /v1/groups/{name}/retry, or members that are ready for repair.retryEvery"),
        ROLLOUT_FAILED(
                "RolloutFailed",
                true,
                "a new spec, POST /v1/groups/{name}/rollback, or POST /v1/groups/{name}/retry, which begins it anew"),
        ROLLOUT_PAUSED("RolloutPaused", false, "POST /v1/groups/{name}/rollouts/{id}/resume"),
        PAUSED("Paused", false, "POST /v1/groups/{name}/resume"),
        DELETING("Deleting", false, "the end of the last member, which ends the group"),
        FROZEN(
                "Frozen",
                false,
                "an explanation of the machines that it names: POST /v1/groups/{name}/adopt, DELETE"
                        + " /v1/providers/{name}/instances/{id}, or their end at the provider"),
        RELEASING(
                "Releasing",
                false,
                "the end of the last member, which ends the group: each is let go once what was called for it is over"),
        PROVIDER_MISSING("ProviderMissing", false, "a replica on which a provider of this name is configured");

        private final String text;
        private final boolean lasting;
        private final String lifts;

        Type(String text, boolean lasting, String lifts) {
            this.text = text;
            this.lasting = lasting;
            this.lifts = lifts;
        }

        /** The name that users see. */
        public String text() {
            return text;
        }

        /** Whether time alone never lifts it. */
        public boolean lasting() {
            return lasting;
        }

        /** What lifts it, as the end of the sentence "it is lifted by ...". */
        public String lifts() {
            return lifts;
        }
    }
}
