#include "sim/scenario/yaml_parser.hpp"

#include <set>
#include <sstream>
#include <stdexcept>
#include <utility>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "sim/scenario/yaml_faults.hpp"
#include "sim/scenario/yaml_text.hpp"

namespace chokepoint {
namespace {

constexpr const char* kUnterminated = "expected the closing quote on the same line";

/// Stops the reading of a file.
struct SyntaxError {
  Origin origin;
  std::string message;
};

/// A plain key that YAML reads as something other than text.
bool is_not_text(std::string_view key) {
  if (key == "true" || key == "false" || key == "null" || key == "~" || key == "yes" ||
      key == "no" || key == "on" || key == "off") {
    return true;
  }
  return key.find_first_not_of("+-.0123456789eE_:") == std::string_view::npos;
}

/// Whether an escape in quotes brought in what a terminal would obey; lines and tabs are text.
bool has_control(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool line = byte == '\n' || byte == '\r' || byte == '\t';
    // U+0080 to U+009F are control characters, too.
    const bool of_two =
        byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if ((byte < 0x20 && !line) || byte == 0x7F || of_two)
      return true;
  }
  return false;
}

/// Builds our tree from yaml-cpp's events, which carry what its node tree has lost: duplicate
/// keys, anchors, quotes and the place of everything.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(std::string_view text, std::uint32_t file, Diagnostics& diagnostics)
      : text_(text), file_(file), diagnostics_(diagnostics) {}

  [[nodiscard]] std::string path() const {
    std::string result;
    for (std::size_t i = 0; i < stack_.size(); ++i) {
      const Frame& frame = stack_[i];
      if (frame.node.is_map()) {
        if (frame.has_key)
          result = join_path(result, frame.key);
        continue;
      }
      const Node nothing;
      const Node& entry = i + 1 < stack_.size() ? stack_[i + 1].node : nothing;
      result = entry_path(result, entry, frame.node.items.size());
    }
    return result;
  }
  /// Where the part of the text that was understood ends.
  [[nodiscard]] std::size_t understood() const { return understood_; }
  [[nodiscard]] bool has_root() const { return has_root_; }
  Node take_root() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    refuse_second_document(mark);
    if (expects_key())
      throw SyntaxError{origin(mark), "expected a key, found none"};
    Node node;
    node.origin = origin(mark);
    add(std::move(node));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    diagnostics_.add(origin(mark), path(), "aliases (*name) are not allowed; write the value out");
    if (expects_key())
      throw SyntaxError{origin(mark), "expected a key, found an alias"};
    Node node;
    node.origin = origin(mark);
    add(std::move(node));
  }
  void OnAnchor(const YAML::Mark& mark, const std::string& name) override {
    diagnostics_.add(
        origin(mark), path(),
        "anchors (&" + name + ") are not allowed; write the value out where it is used");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_second_document(mark);
    // After an anchor the mark is not where the text begins; the anchor is an error anyway.
    if (anchor == 0)
      check_one_line(mark, tag, value);
    if (has_control(value))
      diagnostics_.add(origin(mark), path(), "expected text, found an escaped control character");
    if (expects_key()) {
      add_key(mark, tag, value);
      return;
    }
    Node node;
    node.type = Node::Type::scalar;
    node.quoted = tag == "!";
    node.origin = origin(mark);
    node.remove = read_tag(tag, node.origin);
    node.text = value;
    if (node.remove && value.empty())
      node.type = Node::Type::null;
    add(std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, Node::Type::list);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, Node::Type::map);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Frame {
    Node node;
    std::string key;
    Origin key_origin;
    bool has_key = false;
    bool keep = true;  ///< false: the value of a key that was refused
    std::set<std::string, std::less<>> keys;
  };

  [[nodiscard]] Origin origin(const YAML::Mark& mark) const {
    return {file_, mark.line + 1, mark.column + 1};
  }
  [[nodiscard]] bool expects_key() const {
    return !stack_.empty() && stack_.back().node.is_map() && !stack_.back().has_key;
  }

  void refuse_second_document(const YAML::Mark& mark) {
    if (!stack_.empty() || !has_root_)
      return;
    // yaml-cpp ends the document where the indentation falls below that of its first key.
    const std::string_view between = text_.substr(understood_, offset(mark) - understood_);
    const bool marked = between.find("\n---") != std::string_view::npos ||
                        between.find("\n...") != std::string_view::npos;
    throw SyntaxError{origin(mark), marked ? "expected one document in a file, found a second one"
                                           : "expected the indentation of the first key or entry, "
                                             "found less"};
  }

  [[nodiscard]] std::size_t offset(const YAML::Mark& mark) const {
    return std::min(static_cast<std::size_t>(std::max(mark.pos, 0)), text_.size());
  }

  /// A text over several lines is nearly always a forgotten quote or a wrong indentation.
  void check_one_line(const YAML::Mark& mark, const std::string& tag, const std::string& value) {
    std::size_t at = offset(mark);
    if (tag == "?" || tag.empty()) {
      if (text_.substr(at, value.size()) != value) {
        throw SyntaxError{origin(mark), "expected a text on one line, found " + in_quotes(value) +
                                            ", which goes on in the next (is the indentation "
                                            "right?)"};
      }
      at += value.size();
    } else if (tag == "!" && at < text_.size() && (text_[at] == '"' || text_[at] == '\'')) {
      at = closing_quote(at);
      if (at == std::string_view::npos)
        throw SyntaxError{origin(mark), kUnterminated};
    }
    understood_ = std::min(at, text_.size());
  }

  [[nodiscard]] std::size_t closing_quote(std::size_t at) const {
    const char quote = text_[at];
    for (std::size_t i = at + 1; i < text_.size() && text_[i] != '\n'; ++i) {
      if (quote == '"' && text_[i] == '\\') {
        ++i;
      } else if (text_[i] == quote) {
        if (quote == '"' || i + 1 == text_.size() || text_[i + 1] != quote)
          return i;
        ++i;  // '' is one quote
      }
    }
    return std::string_view::npos;
  }

  void add_key(const YAML::Mark& mark, const std::string& tag, const std::string& value) {
    Frame& frame = stack_.back();
    const Origin at = origin(mark);
    if (read_tag(tag, at)) {
      diagnostics_.add(at, path(), "expected !delete after the key, found it before");
    }
    frame.keep = true;
    if (value.empty() || (tag != "!" && is_not_text(value))) {
      diagnostics_.add(at, path(), "expected a text as key, found " + in_quotes(value));
      frame.keep = false;
    } else if (value == "<<") {
      diagnostics_.add(at, path(), "merge keys (<<) are not allowed; use include or write it out");
      frame.keep = false;
    } else if (!frame.keys.insert(value).second) {
      diagnostics_.add(at, join_path(path(), value), "expected each key once, found it again");
      frame.keep = false;
    }
    frame.key = value;
    frame.key_origin = at;
    frame.has_key = true;
  }

  /// Whether the tag is !delete; any other tag is a fault.
  bool read_tag(const std::string& tag, Origin at) {
    if (tag.empty() || tag == "?" || tag == "!")
      return false;
    if (tag == "!delete")
      return true;
    diagnostics_.add(at, path(), "unknown tag " + in_quotes(tag) + ", expected none or !delete");
    return false;
  }

  void open(const YAML::Mark& mark, const std::string& tag, Node::Type type) {
    refuse_second_document(mark);
    if (expects_key()) {
      throw SyntaxError{origin(mark), std::string("expected a text as key, found a ") +
                                          (type == Node::Type::map ? "mapping" : "list") +
                                          " (is every bracket closed?)"};
    }
    if (stack_.size() >= kDeepest) {
      throw SyntaxError{origin(mark), "expected at most " + std::to_string(kDeepest) +
                                          " levels of nesting, found more"};
    }
    Frame frame;
    frame.node.type = type;
    frame.node.origin = origin(mark);
    frame.node.remove = read_tag(tag, frame.node.origin);
    stack_.push_back(std::move(frame));
    understood_ = std::max(understood_, offset(mark));
  }

  void close() {
    Node node = std::move(stack_.back().node);
    stack_.pop_back();
    add(std::move(node));
  }

  void add(Node node) {
    if (stack_.empty()) {
      root_ = std::move(node);
      has_root_ = true;
      return;
    }
    Frame& frame = stack_.back();
    if (frame.node.is_list()) {
      frame.node.items.push_back(std::move(node));
      return;
    }
    // What is not there has no place of its own.
    if (node.type == Node::Type::null && !node.remove)
      node.origin = frame.key_origin;
    if (frame.keep)
      frame.node.members.push_back({frame.key, frame.key_origin, std::move(node)});
    frame.has_key = false;
  }

  std::string_view text_;
  std::uint32_t file_;
  Diagnostics& diagnostics_;
  std::vector<Frame> stack_;
  Node root_;
  bool has_root_ = false;
  std::size_t understood_ = 0;
};

void report(const SyntaxError& error, std::string_view text, const std::string& path,
            Diagnostics& diagnostics) {
  if (const auto quote = find_unclosed_quote(text, error.origin.line, error.origin.file)) {
    diagnostics.add(*quote, path, kUnterminated);
  } else {
    diagnostics.add(error.origin, path, error.message);
  }
}

}  // namespace

std::optional<Node> parse_yaml(std::string_view text, std::uint32_t file,
                               Diagnostics& diagnostics) {
  if (!check_yaml_bytes(text, file, diagnostics))
    return std::nullopt;
  TreeBuilder builder(text, file, diagnostics);
  try {
    std::istringstream in{std::string(text)};
    YAML::Parser parser(in);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const SyntaxError& error) {
    report(error, text, builder.path(), diagnostics);
    return std::nullopt;
  } catch (const YAML::Exception& error) {
    const Origin at{file, error.mark.line + 1, error.mark.column + 1};
    const bool at_end = error.msg.find("EOF in scalar") != std::string::npos;
    report({at_end ? Origin{file, 1, 1} : at, explain_yaml_error(error.msg)}, text, builder.path(),
           diagnostics);
    return std::nullopt;
  }
  if (!builder.has_root()) {
    diagnostics.add({file, 1, 1}, "", "expected keys and values, found an empty document");
    return std::nullopt;
  }
  return builder.take_root();
}

}  // namespace chokepoint
