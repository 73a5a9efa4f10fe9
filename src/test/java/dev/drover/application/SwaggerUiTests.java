package dev.drover.application;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Swagger UI as a person uses it, in the machine's own Chromium; skipped where there is none. What the browser showed is in
 * {@code target/screenshots}.
 */
@ApplicationTest
class SwaggerUiTests {
    private static final List<String> BROWSERS =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    @Autowired
    Groups groups;

    @LocalServerPort
    int port;

    private Playwright playwright;
    private Browser browser;
    private Page page;
    private final List<String> complaints = new ArrayList<>();

    @BeforeEach
    void open() {
        Optional<Path> chromium =
                BROWSERS.stream().map(Path::of).filter(Files::isExecutable).findFirst();
        assumeThat(chromium).as("no Chromium is installed").isPresent();
        playwright = Playwright.create();
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium.orElseThrow())
                        .setArgs(List.of("--no-sandbox"))); // tests run as root, too
        page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1280, 1600));
        page.onConsoleMessage(it -> {
            if (it.type().equals("error")) {
                complaints.add(it.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(it -> {
            if (!it.url().startsWith("http://127.0.0.1:" + port) && !it.url().startsWith("data:")) {
                complaints.add("asks somebody else: " + it.url());
            }
        });
        page.navigate("http://127.0.0.1:" + port + "/swagger-ui.html");
    }

    @AfterEach
    void close() {
        if (playwright != null) {
            playwright.close();
        }
        if (groups.get("/v1/groups/web").status() == 200) {
            groups.remove("web");
        }
    }

    @Test
    void theExampleOfADeclarationIsDeclaredAsItStands() {
        Locator declare = tryOut("declareGroup");
        execute(declare);

        assertThat(answer(declare).locator(".response-col_status").first()).containsText("201");
        assertThat(answer(declare).locator(".response-col_description").first()).containsText("\"generation\": 1");
        shot(declare, "declared");
        assertThat(groups.get("/v1/groups/web").expect(200).text("/spec/name")).isEqualTo("web");
        assertThat(complaints).isEmpty();

        Locator get = tryOut("getGroup");
        execute(get);
        assertThat(answer(get).locator(".response-col_status").first()).containsText("200");
        assertThat(answer(get).locator(".response-col_description").first()).containsText("\"conditions\"");
        shot(get, "read");
        assertThat(complaints).isEmpty();
    }

    @Test
    void aWrongValueIsAnsweredWithWhatToDo() {
        Locator scale = tryOut("scaleGroup");
        scale.locator("tr[data-param-name=name] input").fill("nobody");
        execute(scale);

        assertThat(answer(scale).locator(".response-col_status").first()).containsText("404");
        assertThat(answer(scale).locator(".response-col_description").first())
                .containsText("there is no group 'nobody'");
        shot(scale, "refused");
    }

    @Test
    void everyOperationIsThere() {
        assertThat(page.locator(".opblock").first()).isVisible();
        List<String> shown = page.locator(".opblock").all().stream()
                .map(it -> it.getAttribute("id"))
                .map(it -> it.substring(it.lastIndexOf('-') + 1))
                .toList();
        assertThat(shown)
                .containsExactlyInAnyOrderElementsOf(
                        groups.get("/v3/api-docs").json().path("paths").findValuesAsString("operationId"));
        page.screenshot(new Page.ScreenshotOptions().setPath(file("operations")).setFullPage(true));
        assertThat(complaints).isEmpty();
    }

    private Locator tryOut(String operation) {
        Locator block = page.locator(".opblock[id$='-" + operation + "']");
        block.locator(".opblock-summary-control").click();
        block.getByText(Pattern.compile("^Try it out ?$")).click();
        return block;
    }

    private static void execute(Locator operation) {
        operation.locator("button.execute").click();
    }

    private static Locator answer(Locator operation) {
        return operation.locator(".live-responses-table tbody");
    }

    private static void shot(Locator operation, String name) {
        operation.screenshot(new Locator.ScreenshotOptions().setPath(file(name)));
        assertThat(file(name)).isNotEmptyFile();
    }

    private static Path file(String name) {
        return Path.of("target", "screenshots", "swagger-ui-" + name + ".png");
    }
}
