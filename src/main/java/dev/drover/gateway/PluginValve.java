package dev.drover.gateway;

import dev.drover.infrakit.RpcServer;
import dev.drover.web.Bodies;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/** Answers what comes by one connector, all of it; and lets pass what comes by another. */
final class PluginValve extends ValveBase {
    private final Connector connector;
    private final UnaryOperator<byte[]> calls;

    PluginValve(Connector connector, UnaryOperator<byte[]> calls) {
        super(true);
        this.connector = connector;
        this.calls = calls;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (request.getConnector() == connector) {
            answer(request, response);
        } else {
            getNext().invoke(request, response);
        }
    }

    private void answer(Request request, Response response) throws IOException {
        if (!"/".equals(request.getDecodedRequestURI())) {
            say(response, HttpServletResponse.SC_NOT_FOUND, "there is nothing but the plugin at / here");
        } else if (!"POST".equals(request.getMethod())) {
            response.setHeader("Allow", "POST");
            say(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "calls are posted");
        } else if (!isJson(request.getContentType())) {
            say(response, HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE, "calls are sent as application/json");
        } else {
            byte[] body = request.getInputStream().readNBytes(Bodies.LARGEST + 1);
            if (body.length > Bodies.LARGEST) {
                say(response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "a call may have at most 1 MiB");
            } else {
                write(response, calls.apply(body));
            }
        }
    }

    private static boolean isJson(String type) {
        String given = Optional.ofNullable(type).orElse("");
        return given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    private static void say(Response response, int status, String sentence) throws IOException {
        response.setStatus(status);
        write(response, (sentence + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Response response, byte[] body) throws IOException {
        response.setContentType(RpcServer.ANSWER_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.finishResponse();
    }
}
