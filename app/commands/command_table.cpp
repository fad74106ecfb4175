#include "app/commands/command_table.h"

#include <array>

namespace overfit::cli {

std::span<const AddCommand> command_table() {
    static constexpr std::array<AddCommand, 11> table{
        add_quick_start_command, add_run_command,     add_presets_command, add_list_command,
        add_show_command,        add_compare_command, add_audit_command,   add_export_command,
        add_data_command,        add_doctor_command,  add_bench_command,
    };
    return table;
}

}   // namespace overfit::cli
