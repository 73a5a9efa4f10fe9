package dev.drover.provider.process;

import dev.drover.provider.spi.ProviderId;
import dev.drover.provider.spi.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The files of one member. Each is absent or whole, because it is written elsewhere and then renamed. */
record MemberDirectory(Path path) {
    static final String FAILURE = "failure";
    static final String STARTED = "started";
    static final String SCRIPT = "start.sh";
    static final String LOG = "output.log";
    static final String WORK = "work";
    private static final String REQUEST = "request.json";
    private static final String LABELS = "labels.json";
    private static final String IDENTITY = "identity";
    private static final String EXIT = "exit";
    private static final String STOPPING = "stopping";
    private static final String ENDED = "ended";
    private static final int TOKEN_IN_ID = 8;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    Token token() {
        return new Token(String.valueOf(path.getFileName()));
    }

    /** The pid is for people to see; it recurs, so a part of the token makes the id unique. */
    ProviderId id(Identity identity) {
        String token = token().value();
        return new ProviderId(identity.pid() + "-" + token.substring(0, Math.min(TOKEN_IN_ID, token.length())));
    }

    void writeRequest(StoredRequest request) {
        write(REQUEST, JSON.writeValueAsString(request));
    }

    /** Empty if it is not there or cannot be understood. */
    Optional<StoredRequest> request() {
        return read(REQUEST).flatMap(text -> parsed(text, new TypeReference<StoredRequest>() {}));
    }

    void writeLabels(Map<String, String> labels) {
        write(LABELS, JSON.writeValueAsString(labels));
    }

    /** Empty if they are not there or cannot be understood. */
    Optional<Map<String, String>> labels() {
        return read(LABELS).flatMap(text -> parsed(text, new TypeReference<Map<String, String>>() {}));
    }

    /** Empty until the start script has claimed the token. */
    Optional<Identity> identity() {
        return read(IDENTITY).flatMap(Identity::parse);
    }

    /** Whether the start script has claimed the token, and the member has not ended since. */
    boolean isClaimed() {
        return Files.exists(path.resolve(IDENTITY));
    }

    boolean isStarted() {
        return Files.exists(path.resolve(STARTED));
    }

    /** Why the start script gave up. */
    Optional<String> failure() {
        return read(FAILURE).map(String::trim);
    }

    void writeExitCode(int code) {
        write(EXIT, Integer.toString(code));
    }

    Optional<Integer> exitCode() {
        return read(EXIT).map(Integer::valueOf);
    }

    void writeStopping(Instant deadline) {
        write(STOPPING, deadline.toString());
    }

    /** From when on it is killed; empty if nobody asked for its end. */
    Optional<Instant> stopping() {
        return read(STOPPING).map(MemberDirectory::instant);
    }

    void writeEnded(Instant at) {
        write(ENDED, at.toString());
    }

    Optional<Instant> ended() {
        return read(ENDED).map(MemberDirectory::instant);
    }

    void writeScript(String text) {
        write(SCRIPT, text);
    }

    Path log() {
        return path.resolve(LOG);
    }

    /** What the log was before it was emptied; 1 is the newest. */
    Path oldLog(int number) {
        return path.resolve(LOG + "." + number);
    }

    private void write(String name, String text) {
        Path written = path.resolve(name + "." + UUID.randomUUID());
        try {
            Files.writeString(written, text);
            Files.move(written, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<String> read(String name) {
        try {
            return Optional.of(Files.readString(path.resolve(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A mark that cannot be understood is a mark still, of a time long past. */
    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.MIN;
        }
    }

    private static <T> Optional<T> parsed(String text, TypeReference<T> type) {
        try {
            return Optional.of(JSON.readValue(text, type));
        } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
            return Optional.empty();
        }
    }
}
