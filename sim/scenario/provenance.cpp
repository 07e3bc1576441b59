#include "sim/scenario/provenance.hpp"

namespace chokepoint {

void check_source(const Node& node, std::string_view path, bool has_range,
                  Diagnostics& diagnostics) {
  if (node.source < 0) {
    diagnostics.add(node.origin, path,
                    "expected a source for this number ('source:' at it or above it in the same "
                    "file), found none");
  } else if (node.source == SourceTable::kAssumption && !has_range) {
    diagnostics.add(node.origin, path,
                    "expected a range or a distribution, since the source is an assumption, found "
                    "neither");
  }
}

void fill_provenance(ResolvedValue& value, const Node& node, const ReadContext& context) {
  value.origin = node.origin;
  if (node.source < 0)
    return;
  const Source& source = context.document->sources().at(node.source);
  value.source = source.name;
  value.as_of = source.published;
  value.source_kind = source.kind;
  value.inherited = !node.own_source;
}

}  // namespace chokepoint
