package dev.drover.provider.docker;

import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Set;

/** Tells a connection that was never made from one that broke: of the first nothing was heard. */
final class Connections {
    // A unix socket says no more than the text of its errno, in an exception that has no class of its own.
    private static final Set<String> NEVER_MADE =
            Set.of("No such file or directory", "Connection refused", "Permission denied", "Not a directory");

    private Connections() {}

    static boolean wasNeverMade(Throwable failure) {
        return failure instanceof ConnectException
                || failure instanceof UnknownHostException
                || (failure instanceof SocketException && NEVER_MADE.contains(String.valueOf(failure.getMessage())));
    }
}
