package dev.drover.provider.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The last lines of a container's log, for people who ask why it died. */
final class LogTail {
    private static final int LINES = 3;
    private static final int CHARACTERS = 500;
    private static final int MOST_BYTES = 64 << 10;
    private static final int SECONDS = 2;

    private LogTail() {}

    /** Empty if there is no log, or the engine does not show it: that must not hide the death itself. */
    static String of(Engine engine, String id) {
        Lines lines = new Lines();
        try (lines) {
            engine.client()
                    .logContainerCmd(id)
                    .withStdOut(true)
                    .withStdErr(true)
                    .withTail(LINES)
                    .exec(lines)
                    .awaitCompletion(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            return "";
        }
        return lines.last();
    }

    private static final class Lines extends ResultCallback.Adapter<Frame> {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public synchronized void onNext(Frame frame) {
            if (bytes.size() < MOST_BYTES) {
                bytes.writeBytes(frame.getPayload());
            }
        }

        synchronized String last() {
            List<String> lines = bytes.toString(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            String last = String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
            return last.substring(Math.max(0, last.length() - CHARACTERS));
        }
    }
}
