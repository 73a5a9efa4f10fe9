package dev.drover.web;

import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * Turns every exception into a problem detail. Only a bug of ours, or a database that is away, is a 5xx. It comes before
 * Spring's own handler, whose problem details have no type.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> problem(Problem problem) {
        return answer(problem);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> noResource(NoResourceFoundException e) {
        return answer(new Problem(
                ProblemType.NOT_FOUND,
                "nothing is at /" + e.getResourcePath() + "; the API is described at /swagger-ui.html"));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> mediaType(HttpMediaTypeNotSupportedException e) {
        return answer(new Problem(
                ProblemType.UNSUPPORTED_MEDIA_TYPE, "send the body as application/json or application/yaml"));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> notAcceptable(HttpMediaTypeNotAcceptableException e) {
        String answers =
                e.getSupportedMediaTypes().stream().map(MediaType::toString).collect(Collectors.joining(" or "));
        return answer(new Problem(ProblemType.NOT_ACCEPTABLE, "answers are " + answers + ": accept that"));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> method(HttpRequestMethodNotSupportedException e) {
        HttpHeaders headers = new HttpHeaders();
        Optional.ofNullable(e.getSupportedHttpMethods()).ifPresent(headers::setAllow);
        Problem problem = new Problem(
                ProblemType.METHOD_NOT_ALLOWED, e.getMethod() + " is not possible here; " + headers.getAllow() + " is");
        return ResponseEntity.status(ProblemType.METHOD_NOT_ALLOWED.status())
                .headers(headers)
                .body(problem.body());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> wrongType(MethodArgumentTypeMismatchException e) {
        String expected = e.getRequiredType() == null ? "something else" : named(e.getRequiredType());
        return answer(new Problem(ProblemType.MALFORMED, "'" + e.getName() + "' must be " + expected));
    }

    private static String named(Class<?> type) {
        return type == Boolean.class || type == boolean.class ? "true or false" : "a whole number";
    }

    @ExceptionHandler({DataAccessResourceFailureException.class, CannotCreateTransactionException.class})
    ResponseEntity<ProblemDetail> databaseAway(Exception e) {
        LOG.warn("the database is away: {}", e.getMessage());
        return answer(new Problem(ProblemType.UNAVAILABLE, "the database is away; nothing was changed, try again"));
    }

    @ExceptionHandler
    void gone(AsyncRequestNotUsableException e) {
        LOG.debug("the client went away: {}", e.getMessage());
    }

    /** Spring's own exceptions for what a client did wrong know their status; anything else is a bug. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> other(Exception e) {
        if (e instanceof ErrorResponse response && response.getStatusCode().is4xxClientError()) {
            return malformed(response);
        }
        LOG.error("a request failed", e);
        return answer(
                new Problem(ProblemType.INTERNAL, "this is a bug in Drover; its log says more. Nothing was changed."));
    }

    private static ResponseEntity<ProblemDetail> malformed(ErrorResponse response) {
        HttpStatusCode status = response.getStatusCode();
        String detail = Optional.ofNullable(response.getBody().getDetail()).orElse("the request cannot be read");
        ProblemDetail body = new Problem(ProblemType.MALFORMED, detail).body();
        body.setStatus(status.value());
        return ResponseEntity.status(status).headers(response.getHeaders()).body(body);
    }

    private static ResponseEntity<ProblemDetail> answer(Problem problem) {
        return ResponseEntity.status(problem.type().status()).body(problem.body());
    }
}
