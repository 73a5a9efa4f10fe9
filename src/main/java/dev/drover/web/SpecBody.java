package dev.drover.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents the body of an operation that reads it itself, as JSON or YAML. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface SpecBody {
    /** The file under {@code /openapi/examples} that holds a body which works as it stands. */
    String example();

    /** The resource that holds the body's JSON Schema. */
    String schema();

    /** Whether it may be left out. */
    boolean optional() default false;

    /** The schema of a group's spec. */
    String GROUP = "dev/drover/group/group.schema.json";

    /** The schema of a new size. */
    String SCALE = "dev/drover/group/scale.schema.json";

    /** The schema of which revision to bring back. */
    String ROLLBACK = "dev/drover/group/rollback.schema.json";

    /** The schema of what to pause, or to let go on. */
    String PROCESSES = "dev/drover/group/processes.schema.json";

    /** The schema of how to release a group. */
    String RELEASE = "dev/drover/group/release.schema.json";

    /** The schema of how to detach a member. */
    String DETACH = "dev/drover/member/detach.schema.json";

    /** The schema of how to destroy a member. */
    String DESTROY = "dev/drover/member/destroy.schema.json";

    /** The schema of what somebody outside says of a member's health. */
    String HEALTH = "dev/drover/member/health.schema.json";

    /** The schema of which members are to be made anew. */
    String RECREATE = "dev/drover/member/recreate.schema.json";

    /** The schema of a body that says nothing. */
    String NOTHING = "dev/drover/group/nothing.schema.json";

    /** The schema of a provider's properties, as far as all providers share it. */
    String PROPERTIES = "dev/drover/provider/properties.schema.json";

    /** The schema of a flavor's properties to be checked. */
    String FLAVOR_VALIDATE = "dev/drover/provider/validate.schema.json";

    /** The schema of a request to be prepared. */
    String FLAVOR_PREPARE = "dev/drover/provider/prepare.schema.json";

    /** The schema of an instance to be judged. */
    String FLAVOR_HEALTHY = "dev/drover/provider/healthy.schema.json";

    /** The schema of an instance to be made by hand. */
    String INSTANCE = "dev/drover/instance/instance.schema.json";

    /** The schema of which instances a group is to take over. */
    String ADOPT = "dev/drover/instance/adopt.schema.json";

    /** The schema of a group as InfraKit has it. */
    String INFRAKIT_GROUP = "dev/drover/imports/infrakit-group.schema.json";

    /** The schema of how a simulated cloud is to behave. */
    String KNOBS = "dev/drover/provider/simulator/knobs.schema.json";

    /** The schema of which simulated instances are to die. */
    String KILL = "dev/drover/provider/simulator/kill.schema.json";
}
