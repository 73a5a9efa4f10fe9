package dev.drover.provider.docker;

import dev.drover.provider.spi.Token;

/**
 * Names carry the token, so that the engine itself lets one token have one container. They are also what can be changed of a container:
 * one that is to end is called otherwise, and whoever comes across it knows.
 */
final class ContainerName {
    private static final String ALIVE = "drover-";
    private static final String ENDING = "drover-ending-";

    private ContainerName() {}

    static String of(Token token) {
        return ALIVE + token;
    }

    static String ending(Token token) {
        return ENDING + token;
    }

    /** Whether a container of this name, with or without the engine's slash, is to end. */
    static boolean isEnding(String name) {
        return (name.startsWith("/") ? name.substring(1) : name).startsWith(ENDING);
    }
}
