package dev.drover.web;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers what the servlet container refuses before it comes to a controller, like a method that it does not serve. */
@Hidden
@RestController
class Errors implements ErrorController {
    @RequestMapping("${server.error.path:/error}")
    ResponseEntity<ProblemDetail> error(HttpServletRequest request) {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus status = code instanceof Integer number ? HttpStatus.resolve(number) : HttpStatus.NOT_FOUND;
        if (status == null || !status.is4xxClientError()) {
            status = HttpStatus.INTERNAL_SERVER_ERROR;
        }
        ProblemType type = status.is4xxClientError() ? ProblemType.MALFORMED : ProblemType.INTERNAL;
        ProblemDetail body = new Problem(type, "the request was refused: " + status.getReasonPhrase()).body();
        body.setStatus(status.value());
        return ResponseEntity.status(status).body(body);
    }
}
