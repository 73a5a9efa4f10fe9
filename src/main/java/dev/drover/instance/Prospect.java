package dev.drover.instance;

import dev.drover.member.Adoption;
import java.util.List;

/** A group, and the members that it is to get. */
record Prospect(AdoptingGroup group, List<Adoption> adoptions) {}
