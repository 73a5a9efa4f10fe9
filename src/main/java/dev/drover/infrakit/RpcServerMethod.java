package dev.drover.infrakit;

import java.util.function.BiFunction;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * One method that can be called.
 *
 * @param <C> what it is told of its caller
 */
@FunctionalInterface
public interface RpcServerMethod<C> {
    /**
     * The result, to be written by {@link WireJson#MAPPER}.
     *
     * @throws RpcServerRefusal if the params are none that can be answered
     */
    Object call(ObjectNode params, C caller);

    /** One that reads params of this shape, and changes nothing. */
    static <P, C> RpcServerMethod<C> asks(Class<P> shape, BiFunction<P, C, Object> method) {
        return (params, caller) -> method.apply(read(params, shape), caller);
    }

    /** One that changes something, so that it is refused to do that for nothing: params without a field are a mistake. */
    static <P, C> RpcServerMethod<C> changes(Class<P> shape, BiFunction<P, C, Object> method) {
        return (params, caller) -> {
            if (params.isEmpty()) {
                throw new RpcServerRefusal("params are empty, and this call changes something: nothing was done");
            }
            return method.apply(read(params, shape), caller);
        };
    }

    private static <P> P read(ObjectNode params, Class<P> shape) {
        try {
            return WireJson.MAPPER.treeToValue(params, shape);
        } catch (JacksonException e) {
            throw new RpcServerRefusal("params cannot be read: " + e.getOriginalMessage());
        }
    }
}
