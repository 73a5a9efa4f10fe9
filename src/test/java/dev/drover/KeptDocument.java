package dev.drover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A document that is kept equal to the code. */
public final class KeptDocument {
    private KeptDocument() {}

    /** Fails if the document differs; with {@code -Ddrover.docs.write=true} it is written anew. */
    public static void check(String file, String expected) throws IOException {
        Path document = Path.of("docs", file);
        if (Boolean.getBoolean("drover.docs.write")) {
            Files.writeString(document, expected);
        }
        assertThat(Files.readString(document))
                .as("write it anew with ./mvnw test -Dtest='*PageTest' -Ddrover.docs.write=true, and commit it")
                .isEqualTo(expected);
    }
}
