package dev.drover.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Types the {@code sh walk} blocks of a page from top to bottom, and looks for the lines of the {@code text} block behind each.
 *
 * @param address host and port of the Drover to talk to instead of the page's
 */
record Walk(Path page, String address) {
    private static final Pattern STEP =
            Pattern.compile("^```sh walk\n(.*?)^```\n```text\n(.*?)^```\n", Pattern.MULTILINE | Pattern.DOTALL);

    void type() throws IOException, InterruptedException {
        String text = Files.readString(page);
        List<MatchResult> steps = STEP.matcher(text).results().toList();
        assertThat(steps)
                .as("every walk block has what it answers behind it")
                .hasSize(text.split("```sh walk").length - 1);
        for (MatchResult step : steps) {
            String said = said(step.group(1));
            step.group(2)
                    .lines()
                    .forEach(line -> assertThat(said)
                            .as("what %s answers", step.group(1))
                            .containsPattern(pattern(line)));
        }
    }

    private String said(String commands) throws IOException, InterruptedException {
        String here = commands.replace("127.0.0.1:8080", address);
        Process typed = new ProcessBuilder("sh", "-e", "-c", here)
                .redirectErrorStream(true)
                .start();
        String said = new String(typed.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(typed.waitFor()).as("%s: %s", commands, said).isZero();
        return said;
    }

    /** {@code ...} stands for anything. */
    private static Pattern pattern(String line) {
        return Pattern.compile(
                Arrays.stream(line.split("\\.\\.\\.")).map(Pattern::quote).collect(Collectors.joining(".*")));
    }
}
