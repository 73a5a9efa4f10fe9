package dev.drover.gateway;

import dev.drover.infrakit.RpcServer;
import dev.drover.infrakit.RpcServerMethod;
import dev.drover.web.Asker;
import dev.drover.web.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;

/** Answers what InfraKit's processes ask, however they reach it. */
@Component
class Gateway {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final RpcServer<Asker> server;

    Gateway(List<Methods> all) {
        Map<String, RpcServerMethod<Asker>> methods = new HashMap<>();
        all.forEach(it -> methods.putAll(it.methods()));
        server = new RpcServer<>(methods, Gateway::words);
    }

    byte[] answer(byte[] body, Asker asker) {
        return server.answer(body, asker);
    }

    private static String words(RuntimeException e) {
        if (e instanceof Problem problem) {
            return problem.text();
        }
        if (e instanceof IllegalArgumentException) {
            return e.getMessage() + "; nothing was done";
        }
        if (e instanceof DataAccessResourceFailureException || e instanceof CannotCreateTransactionException) {
            LOG.warn("the database is away: {}", e.getMessage());
            return "the database is away; nothing was changed, try again";
        }
        LOG.error("a call of InfraKit failed", e);
        return "this is a bug in Drover; its log says more. Nothing was changed.";
    }
}
