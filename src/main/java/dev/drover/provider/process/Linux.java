package dev.drover.provider.process;

import dev.drover.provider.spi.ProviderFailure;
import dev.drover.provider.spi.ProviderFailure.Kind;

/** The only system whose processes can be told apart for sure, by /proc. */
final class Linux {
    private static final String SYSTEM = System.getProperty("os.name");
    static final String NEEDED = "the process provider works on Linux only, and this is " + SYSTEM;

    private Linux() {}

    static boolean isHere() {
        return "Linux".equals(SYSTEM);
    }

    static void require() {
        if (!isHere()) {
            throw new ProviderFailure(Kind.REJECTED, NEEDED);
        }
    }
}
