#include "core/exports/markdown_text.h"

namespace overfit {

std::string markdown_text(std::string_view text) {
    std::string escaped;
    for (const char character : text) {
        switch (character) {
            case '&': escaped += "&amp;"; continue;
            case '<': escaped += "&lt;"; continue;
            case '>': escaped += "&gt;"; continue;
            default: break;
        }
        const bool control = static_cast<unsigned char>(character) < 0x20 || character == 0x7f;
        if (std::string_view("\\`*_[]|~$#@").find(character) != std::string_view::npos) escaped += '\\';
        escaped += control ? ' ' : character;
    }
    return escaped;
}

}   // namespace overfit
