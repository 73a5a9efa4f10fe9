package dev.drover.chaos;

/** Everything that is done to Drover. The table of a run counts each of them. */
enum Fault {
    CREATE_THROTTLED(Op.CREATE),
    CREATE_OUT_OF_CAPACITY(Op.CREATE),
    CREATE_REFUSED(Op.CREATE),
    /** The connection is lost, and nothing was made. */
    CREATE_LOST_BEFORE(Op.CREATE),
    /** The instance is made, and the connection is lost. */
    CREATE_ANSWER_LOST(Op.CREATE),
    /** It is made as late as was promised at most, and nobody waits for the answer any more. */
    CREATE_SLOWER_THAN_ITS_TIMEOUT(Op.CREATE),
    /** It is made after the deadline and the window, against the promise. Never of pets. */
    CREATE_AFTER_ITS_DEADLINE(Op.CREATE),
    /** One call makes two. Only where creates are not idempotent. */
    CREATE_MAKES_TWO(Op.CREATE),
    /** The id of an instance that is gone. */
    ID_REUSED(Op.CREATE),
    DESTROY_THROTTLED(Op.DESTROY),
    DESTROY_REFUSED(Op.DESTROY),
    DESTROY_LOST_BEFORE(Op.DESTROY),
    DESTROY_ANSWER_LOST(Op.DESTROY),
    /** It says yes, and does nothing. */
    DESTROY_LIES(Op.DESTROY),
    /** It takes effect at once, and is answered never. */
    DESTROY_HANGS(Op.DESTROY),
    FIND_FAILS(Op.FIND),
    /** What is new is not found yet, within the window. */
    FIND_LAGS(Op.FIND),
    LIST_FAILS(Op.LIST),
    /** It tells a page, is silent for some seconds, and then fails. */
    LIST_HANGS(Op.LIST),
    /** It ends normally, and lacks its last page. */
    LIST_SHORT(Op.LIST),
    LIST_EMPTY(Op.LIST),
    /** It lacks half of the instances. */
    LIST_FEWER(Op.LIST),
    /** It shows instances that are not ours. */
    LIST_SHOWS_FOREIGN(Op.LIST),
    /** A listing that differs from the truth, as the declared window allows. */
    LIST_LAGS(Op.NONE),
    /** An instance that is shown, or still shown, later than the window allows. */
    LIST_LAGS_BEYOND(Op.NONE),
    /** An instance stops by itself. */
    MACHINE_STOPS(Op.MACHINE),
    /** An instance vanishes by itself. */
    MACHINE_VANISHES(Op.MACHINE),
    PROVIDER_HANGS(Op.NONE),
    CLOUD_DIES_BEFORE_EFFECT(Op.CREATE),
    CLOUD_DIES_AFTER_EFFECT(Op.CREATE),
    REPLICA_DIES_BEFORE_COMMIT(Op.NONE),
    REPLICA_DIES_AFTER_COMMIT(Op.NONE),
    REPLICA_DIES_BEFORE_CALL(Op.NONE),
    REPLICA_DIES_AFTER_CALL(Op.NONE),
    REPLICA_KILLED(Op.NONE),
    /** SIGSTOP between CALLED and send, resumed after another took over. */
    REPLICA_PAUSED(Op.NONE),
    REPLICA_CLOCK_OFF(Op.NONE),
    PROVIDER_REMOVED(Op.NONE),
    POSTGRES_KILLED(Op.NONE),
    POSTGRES_RESTORED(Op.NONE),
    CONNECTIONS_TERMINATED(Op.NONE),
    CONNECTIONS_CUT(Op.NONE),
    TWO_DATABASES(Op.NONE);

    /** The call that this befalls instead of what was to happen; {@link Op#NONE} if it comes beside a call, or from elsewhere. */
    final Op op;

    Fault(Op op) {
        this.op = op;
    }

    enum Op {
        CREATE,
        DESTROY,
        FIND,
        LIST,
        LABEL,
        UNLABEL,
        WATCH,
        /** An instance, for each second of its life. */
        MACHINE,
        NONE
    }
}
