package dev.drover.web;

import org.springframework.http.HttpStatus;

/** The closed list of problems that the API answers (RFC 9457). Each has a stable, relative URL and one status. */
public enum ProblemType {
    MALFORMED("malformed", HttpStatus.BAD_REQUEST, "The request cannot be read"),
    VALIDATION("validation", HttpStatus.UNPROCESSABLE_CONTENT, "The request is not valid"),
    NOT_SUPPORTED("not-supported", HttpStatus.UNPROCESSABLE_CONTENT, "This version cannot do that yet"),
    NOT_FOUND("not-found", HttpStatus.NOT_FOUND, "There is no such thing"),
    GENERATION_MOVED("generation-moved", HttpStatus.PRECONDITION_FAILED, "The group was declared anew meanwhile"),
    ALREADY_EXISTS("already-exists", HttpStatus.PRECONDITION_FAILED, "The group exists already"),
    FORECAST_MOVED("forecast-moved", HttpStatus.CONFLICT, "Something else would happen by now"),
    DELETING("deleting", HttpStatus.CONFLICT, "The group is being deleted or released"),
    SUPERSEDED("superseded", HttpStatus.CONFLICT, "A newer declaration has taken over"),
    SUSPENDED("suspended", HttpStatus.CONFLICT, "The group is suspended"),
    ROLLOUT_FAILED("rollout-failed", HttpStatus.CONFLICT, "The rollout failed"),
    BLOCKED("blocked", HttpStatus.CONFLICT, "Something keeps the group from getting there"),
    PROTECTED("protected", HttpStatus.CONFLICT, "It is not to be destroyed this way"),
    GONE("gone", HttpStatus.GONE, "It is kept no longer"),
    PROVIDER_UNREACHABLE("provider-unreachable", HttpStatus.BAD_GATEWAY, "The provider cannot do that now"),
    NOT_YET("not-yet", HttpStatus.GATEWAY_TIMEOUT, "Not reached within the timeout"),
    UNHEALTHY("unhealthy", HttpStatus.SERVICE_UNAVAILABLE, "The simulated instance is not healthy"),
    TOO_LARGE("too-large", HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(
            "unsupported-media-type", HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body's type is not understood"),
    METHOD_NOT_ALLOWED("malformed", HttpStatus.METHOD_NOT_ALLOWED, "The method is not allowed here"),
    NOT_ACCEPTABLE("malformed", HttpStatus.NOT_ACCEPTABLE, "The answer cannot be given in that form"),
    FORBIDDEN("forbidden", HttpStatus.FORBIDDEN, "The request is refused"),
    INTERNAL("internal", HttpStatus.INTERNAL_SERVER_ERROR, "Drover failed"),
    UNAVAILABLE("unavailable", HttpStatus.SERVICE_UNAVAILABLE, "Drover cannot answer now");

    private final String text;
    private final HttpStatus status;
    private final String title;

    ProblemType(String text, HttpStatus status, String title) {
        this.text = text;
        this.status = status;
        this.title = title;
    }

    /** The last part of its URL: {@code /problems/<text>}. */
    public String text() {
        return text;
    }

    HttpStatus status() {
        return status;
    }

    String title() {
        return title;
    }
}
