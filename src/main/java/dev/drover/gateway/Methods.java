package dev.drover.gateway;

import dev.drover.infrakit.RpcServerMethod;
import dev.drover.web.Asker;
import java.util.Map;

/** Some of the methods that can be called. */
interface Methods {
    /** By their names, like {@code Group.Size}. */
    Map<String, RpcServerMethod<Asker>> methods();
}
