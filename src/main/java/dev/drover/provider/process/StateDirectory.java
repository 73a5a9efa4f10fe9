package dev.drover.provider.process;

import dev.drover.provider.spi.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Where members are kept: {@code members/<token>} while listed, {@code ended/<token>} for some time after, {@code new}
 * while they are written.
 */
final class StateDirectory {
    // What a member was given may be secret, and its log may say anything.
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path members;
    private final Path ended;
    private final Path unfinished;

    private StateDirectory(Path root) {
        this.members = root.resolve("members");
        this.ended = root.resolve("ended");
        this.unfinished = root.resolve("new");
    }

    static StateDirectory open(Path root) {
        StateDirectory state = new StateDirectory(root);
        try {
            for (Path directory : List.of(root, state.members, state.ended, state.unfinished)) {
                Files.createDirectories(directory, OWNER_ONLY);
            }
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            return state;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MemberDirectory member(Token token) {
        return new MemberDirectory(members.resolve(token.value()));
    }

    Path endedPath(Token token) {
        return ended.resolve(token.value());
    }

    boolean hasEnded(Token token) {
        return Files.exists(endedPath(token));
    }

    /** Every member that has not ended. Fails rather than leave one out. */
    List<MemberDirectory> members() {
        return listed(members).stream()
                .filter(entry -> !Files.isRegularFile(entry))
                .map(MemberDirectory::new)
                .toList();
    }

    /** Makes a member's directory with all its files at once, unless it is there. */
    void create(Token token, Consumer<MemberDirectory> write) {
        if (Files.exists(member(token).path())) {
            return;
        }
        MemberDirectory written =
                new MemberDirectory(unfinished.resolve(UUID.randomUUID().toString()));
        try {
            Files.createDirectory(written.path(), OWNER_ONLY);
            Files.createDirectory(written.path().resolve(MemberDirectory.WORK));
            write.accept(written);
            Files.move(written.path(), member(token).path(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(member(token).path())) {
                throw new UncheckedIOException(e);
            }
            // Another call with this token was first.
            Directories.delete(written.path());
        }
    }

    /** Takes a member off the list. Its directory stays, so that its token is known and its log can be read. */
    void end(MemberDirectory member, Instant at) {
        try {
            member.writeEnded(at);
            Files.move(member.path(), endedPath(member.token()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | UncheckedIOException e) {
            if (Files.exists(member.path())) {
                throw e instanceof IOException io ? new UncheckedIOException(io) : (UncheckedIOException) e;
            }
            // Somebody else ended it.
        }
    }

    /** Deletes what ended, or was left behind before it began, before this instant. */
    void purge(Instant before) {
        for (Path path : listed(ended)) {
            // The mark is gone only if a purge was interrupted.
            if (new MemberDirectory(path).ended().orElse(Instant.MIN).isBefore(before)) {
                Directories.delete(path);
            }
        }
        listed(unfinished).stream()
                .filter(path -> Directories.isOlder(path, before))
                .forEach(Directories::delete);
        members().stream()
                .filter(member -> Directories.isOlder(member.path(), before))
                .filter(member -> member.identity().isEmpty())
                .forEach(member -> Directories.delete(member.path()));
    }

    private static List<Path> listed(Path directory) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(entries::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }
}
