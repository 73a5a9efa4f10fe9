package dev.drover.web;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** What Tomcat refuses before any of our code sees it, like a path with a zero byte, is a problem detail too, and no page. */
@Component
class ContainerErrors implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new Report()));
    }

    private static final class Report extends ErrorReportValve {
        @Override
        protected void report(Request request, Response response, @Nullable Throwable thrown) {
            int status = blamed(response.getStatus());
            response.setStatus(status);
            if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
            ProblemType type = status < 500 ? ProblemType.MALFORMED : ProblemType.INTERNAL;
            try {
                response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
                response.getReporter()
                        .write(
                                "{\"type\":\"/problems/%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"the request was refused\"}"
                                        .formatted(type.text(), type.title(), status));
                response.finishResponse();
            } catch (IOException e) {
                request.getContext().getLogger().debug("the client went away", e);
            }
        }

        // A framing or a version that Tomcat does not know is the client's doing: a 5xx would call for somebody of
        // ours.
        private static int blamed(int status) {
            boolean unknown = status == Response.SC_NOT_IMPLEMENTED || status == Response.SC_HTTP_VERSION_NOT_SUPPORTED;
            return unknown ? Response.SC_BAD_REQUEST : status;
        }
    }
}
