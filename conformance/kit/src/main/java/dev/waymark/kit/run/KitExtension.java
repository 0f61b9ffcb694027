package dev.waymark.kit.run;

import org.junit.jupiter.api.extension.Extension;

/** Joins a conformance test to the run that it is part of. */
public final class KitExtension implements Extension {}
