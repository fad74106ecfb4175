#include "core/engine/torch_headers.h"
