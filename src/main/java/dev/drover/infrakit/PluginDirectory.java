package dev.drover.infrakit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The directory in which plugins are found by name: {@code NAME} is a unix socket, {@code NAME.listen} a regular file that holds a
 * URL. Nobody registers there and nobody says goodbye: what is there now is looked up for each call.
 */
public record PluginDirectory(Path path) {
    /** The ending of a file that holds a URL. */
    public static final String LISTEN = ".listen";

    /** Variables of the environment that InfraKit's own processes are told the directory by. */
    public static final List<String> VARIABLES = List.of("INFRAKIT_PLUGINS_DIR", "INFRAKIT_HOME");

    private static final int LONGEST_URL = 4096;
    private static final int FILE_TYPE = 0170000;
    private static final int SOCKET = 0140000;

    public PluginDirectory {
        path = path.toAbsolutePath().normalize();
    }

    /**
     * The directory that is configured, or else the one of InfraKit's own variables: {@code INFRAKIT_PLUGINS_DIR}, or
     * {@code plugins} in {@code INFRAKIT_HOME}. Empty if there is neither: then there are no plugins.
     *
     * @param setting null or blank if nothing is configured
     */
    public static Optional<PluginDirectory> configured(@Nullable String setting, Map<String, String> environment) {
        return given(setting)
                .or(() -> given(environment.get("INFRAKIT_PLUGINS_DIR")))
                .or(() -> given(environment.get("INFRAKIT_HOME")).map(home -> home.resolve("plugins")))
                .map(PluginDirectory::new);
    }

    private static Optional<Path> given(@Nullable String path) {
        return path == null || path.isBlank() ? Optional.empty() : Optional.of(Path.of(path.strip()));
    }

    /** The names of all that is there, whether it listens or not. A directory that does not exist holds nothing. */
    public SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                String file = String.valueOf(entry.getFileName());
                if (isSocket(entry)) {
                    names.add(file);
                } else if (isListen(entry)) {
                    names.add(file.substring(0, file.length() - LISTEN.length()));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return names;
        } catch (DirectoryIteratorException e) {
            throw new UncheckedIOException(e.getCause());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    /**
     * Where a plugin listens now.
     *
     * @throws CallFailed {@link CallFailed.Kind#NOT_SENT} if there is no such plugin
     */
    public Endpoint endpoint(String plugin) {
        Path socket = path.resolve(plugin);
        Path listen = path.resolve(plugin + LISTEN);
        if (isSocket(socket)) {
            return Endpoint.of(socket);
        }
        if (!isListen(listen)) {
            throw absent(
                    "plugin '" + plugin + "' is not there: " + socket + " is no unix socket, and there is no " + plugin
                            + LISTEN + " beside it",
                    null);
        }
        try {
            return Endpoint.of(content(listen));
        } catch (IOException | IllegalArgumentException e) {
            throw absent(
                    "plugin '" + plugin + "' cannot be found: " + listen + " should hold its URL, but "
                            + e.getMessage(),
                    e);
        }
    }

    private static String content(Path listen) throws IOException {
        try (InputStream file = Files.newInputStream(listen)) {
            return new String(file.readNBytes(LONGEST_URL), StandardCharsets.UTF_8).strip();
        }
    }

    private static boolean isSocket(Path file) {
        return (mode(file) & FILE_TYPE) == SOCKET;
    }

    private static boolean isListen(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(LISTEN)
                && name.length() > LISTEN.length()
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Java knows a socket only as something else than a file, a directory or a link. */
    private static int mode(Path file) {
        try {
            return Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) instanceof Integer mode ? mode : 0;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return 0;
        }
    }

    private static CallFailed absent(String sentence, @Nullable Throwable cause) {
        return new CallFailed(CallFailed.Kind.NOT_SENT, sentence, cause);
    }
}
