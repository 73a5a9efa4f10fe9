package dev.drover.provider.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Keeps logs from filling the disk: one that is too large is copied and emptied. Members write on with the descriptor that
 * they have, which appends. What is written between copying and emptying is lost.
 */
final class LogRotation {
    private static final System.Logger LOG = System.getLogger(LogRotation.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final int COPIES = 3;
    /** 10 MiB. */
    static final long LARGEST = 10L << 20;

    private final long largest;
    private final long lookNanos;
    /** Directories whose trouble has been told, so that it is told once. */
    private final Set<Path> told = ConcurrentHashMap.newKeySet();

    private final ReentrantLock looking = new ReentrantLock();
    private long nextLook = System.nanoTime();

    /** As members are promised. */
    LogRotation() {
        this(LARGEST, LOOK);
    }

    /**
     * @param largest how many bytes a log may have, and how many of its last ones are kept in a copy
     * @param every how often it is looked, whoever asks how often
     */
    LogRotation(long largest, Duration every) {
        this.largest = largest;
        this.lookNanos = every.toNanos();
    }

    long largest() {
        return largest;
    }

    /** Looks at the logs of all members if it is time to. Never fails. */
    void look(List<MemberDirectory> members) {
        if (!looking.tryLock()) {
            return; // somebody is at it
        }
        try {
            if (isTime()) {
                members.forEach(this::rotateIfLarge);
                told.retainAll(members.stream().map(MemberDirectory::path).collect(Collectors.toSet()));
            }
        } finally {
            looking.unlock();
        }
    }

    private boolean isTime() {
        long now = System.nanoTime();
        if (now - nextLook < 0) {
            return false;
        }
        nextLook = now + lookNanos;
        return true;
    }

    private void rotateIfLarge(MemberDirectory member) {
        try {
            if (Files.size(member.log()) > largest) {
                rotate(member);
            }
            told.remove(member.path());
        } catch (IOException e) {
            tell(member, e);
        }
    }

    /** Together with those of another Drover at worst a copy is lost: each step replaces a whole file. */
    private void rotate(MemberDirectory member) throws IOException {
        // Before the copy: it makes room where the disk is full.
        Files.deleteIfExists(member.oldLog(COPIES));
        Path copy = member.path().resolve(MemberDirectory.LOG + ".copy");
        try (FileChannel log = FileChannel.open(member.log(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            copyEnd(log, copy);
            for (int number = COPIES - 1; number >= 1; number--) {
                moveIfThere(member.oldLog(number), member.oldLog(number + 1));
            }
            Files.move(copy, member.oldLog(1), StandardCopyOption.ATOMIC_MOVE);
            log.truncate(0);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static void moveIfThere(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            // There are not so many yet.
        }
    }

    /** Not more than there is now: a member that writes fast would keep us copying. */
    private void copyEnd(FileChannel log, Path copy) throws IOException {
        long end = log.size();
        long from = Math.max(0, end - largest);
        try (FileChannel written = FileChannel.open(
                copy, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (from < end) {
                long copied = log.transferTo(from, end - from, written);
                if (copied <= 0) {
                    return; // emptied meanwhile
                }
                from += copied;
            }
        }
    }

    private void tell(MemberDirectory member, IOException failure) {
        if (member.isClaimed() && told.add(member.path())) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the log " + member.log() + " could not be looked after, and may grow: " + failure);
        }
    }
}
