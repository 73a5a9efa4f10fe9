package dev.drover.provider.process;

import dev.drover.provider.spi.Instance;

/** Kills what a test started, behind the provider's back. */
final class Kill {
    private Kill() {}

    static void leaderOf(Instance instance) {
        ProcessHandle.of(pidOf(instance)).ifPresent(ProcessHandle::destroyForcibly);
    }

    static long pidOf(Instance instance) {
        String id = instance.id().value();
        return Long.parseLong(id.substring(0, id.indexOf('-')));
    }
}
