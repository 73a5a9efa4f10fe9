package dev.drover.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses an Accept header that cannot be read, while that can still be said: no answer could be written later, not even a problem. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class ReadableAccept extends OncePerRequestFilter {
    private final EarlyRefusals refusals;

    ReadableAccept(EarlyRefusals refusals) {
        this.refusals = refusals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            List<MediaType> accepted =
                    MediaType.parseMediaTypes(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
            MimeTypeUtils.sortBySpecificity(accepted); // as Spring does when it writes the answer, up to fifty of them
            if (accepted.stream().anyMatch(ReadableAccept::isOfAnotherCharset)) {
                throw new IllegalArgumentException("answers are UTF-8");
            }
        } catch (IllegalArgumentException e) {
            refusals.write(
                    response,
                    ProblemType.MALFORMED,
                    "the Accept header is no list of at most 50 media types in UTF-8, like application/json: "
                            + e.getMessage());
            return;
        }
        chain.doFilter(request, response);
    }

    private static boolean isOfAnotherCharset(MediaType type) {
        return type.getCharset() != null && !StandardCharsets.UTF_8.equals(type.getCharset());
    }
}
