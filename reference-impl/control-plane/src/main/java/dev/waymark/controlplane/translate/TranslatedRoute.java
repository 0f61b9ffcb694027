package dev.waymark.controlplane.translate;

import dev.waymark.controlplane.status.StatusCondition;
import dev.waymark.model.HostPattern;
import dev.waymark.model.HttpRoute;
import java.util.List;
import java.util.Optional;

/**
 * A route by itself, before it is known which listeners take it.
 *
 * @param hosts its host names; empty when it leaves them to the listener
 * @param unusable why no listener may take it, if that is so
 * @param conditions those that hold for every parent alike: ResolvedRefs, and PartiallyInvalid if
 *     it is
 */
public record TranslatedRoute(
    HttpRoute route,
    List<HostPattern> hosts,
    Optional<String> unusable,
    List<StatusCondition> conditions) {}
