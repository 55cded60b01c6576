/* SPDX-License-Identifier: Apache-2.0 */

/**
 * @file
 * @brief The table of cases of the mapping layer: the clause of SPEC.md that each proves, and its
 * name.
 *
 * As tests/contract/cases.h has it for the pool: case_NAME() is the function.
 */

#ifndef MM_CASES_H_
#define MM_CASES_H_

/* clang-format off */
#define MM_CASES(CASE)                                                                             \
	CASE("KMEM-INIT-1", mm_init_all_frames_free)						   \
	CASE("KMEM-INIT-1", mm_init_without_frames)						   \
	CASE("KMEM-INIT-2", mm_init_bad_window)							   \
	CASE("KMEM-INIT-2", mm_init_bad_memory)							   \
	CASE("KMEM-INIT-2", mm_init_window_not_empty)						   \
	CASE("KMEM-INIT-2", mm_init_bad_fixed)							   \
	CASE("KMEM-INIT-3", mm_init_small_storage)						   \
	CASE("KMEM-INIT-3", mm_init_window_sizes)						   \
	CASE("KMEM-INIT-4", mm_init_twice)							   \
	CASE("KMEM-INIT-5", mm_init_nothing_before)						   \
	CASE("KMEM-INIT-6", mm_deinit_removes_everything)					   \
	CASE("KMEM-INIT-7", mm_init_fixed_stays)						   \
	CASE("KMEM-FREE-1", mm_map_counts_frames)						   \
	CASE("KMEM-MAP-1", mm_map_several)							   \
	CASE("KMEM-MAP-1", mm_map_frames_differ)						   \
	CASE("KMEM-MAP-1", mm_map_place)							   \
	CASE("KMEM-MAP-2", mm_map_is_zeroed)							   \
	CASE("KMEM-MAP-3", mm_map_uninit_keeps_content)						   \
	CASE("KMEM-MAP-4", mm_map_guards)							   \
	CASE("KMEM-MAP-5", mm_map_read_only)							   \
	CASE("KMEM-MAP-5", mm_map_not_executable)						   \
	CASE("KMEM-MAP-5", mm_map_writable_and_executable)					   \
	CASE("KMEM-MAP-6", mm_map_every_bad_size)						   \
	CASE("KMEM-MAP-6", mm_map_every_flag)							   \
	CASE("KMEM-MAP-7", mm_map_whole_window)							   \
	CASE("KMEM-MAP-7", mm_exhaust_window)							   \
	CASE("KMEM-MAP-7", mm_exhaust_recovers)							   \
	CASE("KMEM-MAP-8", mm_exhaust_frames)							   \
	CASE("KMEM-MAP-8", mm_rollback_frames)							   \
	CASE("KMEM-MAP-8", mm_rollback_window)							   \
	CASE("KMEM-MAP-8", mm_rollback_tables)							   \
	CASE("KMEM-UNMAP-1", mm_unmap_in_any_state)						   \
	CASE("KMEM-UNMAP-2", mm_unmap_bad_anonymous)						   \
	CASE("KMEM-UNMAP-2", mm_unmap_bad_physical)						   \
	CASE("KMEM-UNMAP-2", mm_unmap_bad_bare)							   \
	CASE("KMEM-UNMAP-2", mm_unmap_wrong_kind)						   \
	CASE("KMEM-UNMAP-2", mm_unmap_two_at_once)						   \
	CASE("KMEM-PHYS-1", mm_phys_guarded_modes)						   \
	CASE("KMEM-PHYS-1", mm_phys_content_stays)						   \
	CASE("KMEM-PHYS-2", mm_phys_bare_offsets)						   \
	CASE("KMEM-PHYS-2", mm_phys_bare_unmapped_by_pages)					   \
	CASE("KMEM-PHYS-3", mm_phys_two_modes)							   \
	CASE("KMEM-PHYS-3", mm_phys_aliases)							   \
	CASE("KMEM-PHYS-4", mm_phys_not_of_frames)						   \
	CASE("KMEM-PHYS-5", mm_phys_direct)							   \
	CASE("KMEM-PHYS-6", mm_phys_topmost)							   \
	CASE("KMEM-PHYS-6", mm_phys_every_flag)							   \
	CASE("KMEM-PHYS-6", mm_phys_null_pointer)						   \
	CASE("KMEM-PHYS-7", mm_exhaust_records)							   \
	CASE("KMEM-AT-1", mm_at_maps)								   \
	CASE("KMEM-AT-1", mm_at_permissions)							   \
	CASE("KMEM-AT-2", mm_at_bad_ranges)							   \
	CASE("KMEM-AT-2", mm_at_bad_flags)							   \
	CASE("KMEM-AT-2", mm_at_taken)								   \
	CASE("KMEM-AT-2", mm_exhaust_tables)							   \
	CASE("KMEM-AT-3", mm_at_unmap_errors)							   \
	CASE("KMEM-FLAGS-1", mm_flags_of_anonymous)						   \
	CASE("KMEM-FLAGS-1", mm_flags_of_paged)							   \
	CASE("KMEM-FLAGS-1", mm_flags_of_physical)						   \
	CASE("KMEM-FLAGS-1", mm_flags_of_a_part)						   \
	CASE("KMEM-FLAGS-1", mm_flags_user)							   \
	CASE("KMEM-FLAGS-2", mm_flags_mode)							   \
	CASE("KMEM-FLAGS-2", mm_flags_mode_of_alias)						   \
	CASE("KMEM-FLAGS-2", mm_flags_mode_of_anonymous)					   \
	CASE("KMEM-FLAGS-3", mm_flags_errors)							   \
	CASE("KMEM-QUERY-1", mm_query_physical_address)						   \
	CASE("KMEM-QUERY-2", mm_query_states)							   \
	CASE("KMEM-QUERY-3", mm_query_virtual_address)							   \
	CASE("KMEM-ALIGN-1", mm_align_examples)							   \
	CASE("KMEM-ALIGN-1", mm_align_random)							   \
	CASE("KMEM-ALIGN-2", mm_align_overflow)							   \
	CASE("KMEM-DEMAND-1", mm_demand_touch)							   \
	CASE("KMEM-DEMAND-1", mm_demand_permissions)						   \
	CASE("KMEM-DEMAND-2", mm_demand_zeroed)							   \
	CASE("KMEM-DEMAND-3", mm_demand_no_memory)						   \
	CASE("KMEM-DEMAND-4", mm_demand_bad_locations)						   \
	CASE("KMEM-DEMAND-5", mm_demand_ascending)						   \
	CASE("KMEM-DEMAND-5", mm_demand_descending)						   \
	CASE("KMEM-DEMAND-5", mm_demand_strided)						   \
	CASE("KMEM-DEMAND-5", mm_demand_random)							   \
	CASE("KMEM-DEMAND-5", mm_demand_several_mappings)					   \
	CASE("KMEM-DEMAND-6", mm_demand_favourites)						   \
	CASE("KMEM-DEMAND-7", mm_demand_clean_pages_are_not_written)				   \
	CASE("KMEM-DEMAND-7", mm_demand_map_more_than_memory)					   \
	CASE("KMEM-PAGE-1", mm_page_out_and_back)						   \
	CASE("KMEM-PAGE-2", mm_page_in)								   \
	CASE("KMEM-PAGE-2", mm_page_in_more_than_memory)					   \
	CASE("KMEM-PAGE-3", mm_page_bad_ranges)							   \
	CASE("KMEM-PAGE-4", mm_page_without_paging)						   \
	CASE("KMEM-PAGE-5", mm_page_random)							   \
	CASE("KMEM-PIN-1", mm_pin_stays)							   \
	CASE("KMEM-PIN-1", mm_pin_brings)							   \
	CASE("KMEM-PIN-2", mm_pin_without_memory)						   \
	CASE("KMEM-PIN-3", mm_lock_stays)							   \
	CASE("KMEM-PIN-3", mm_lock_needs_memory)						   \
	CASE("KMEM-STATS-1", mm_stats)								   \
	CASE("KMEM-STORE-1", mm_store_set)							   \
	CASE("KMEM-STORE-2", mm_store_full)							   \
	CASE("KMEM-STORE-2", mm_store_full_page_out)						   \
	CASE("KMEM-STORE-2", mm_store_full_of_others)						   \
	CASE("KMEM-MAP-9", mm_model_mapping)							   \
	CASE("KMEM-DEMAND-8", mm_model_paging)							   \
	CASE("KMEM-STORE-3", mm_store_places_come_back)						   \
	CASE("KMEM-REGION-1", mm_region_modes)							   \
	CASE("KMEM-REGION-1", mm_region_serves)							   \
	CASE("KMEM-REGION-5", mm_region_paged)							   \
	CASE("KMEM-REGION-2", mm_region_own_modes)						   \
	CASE("KMEM-REGION-3", mm_region_whole_pages)						   \
	CASE("KMEM-REGION-4", mm_region_refused)
/* clang-format on */

#define MM_DECLARE(clause, name) void case_##name(void);
MM_CASES(MM_DECLARE)
#undef MM_DECLARE

#endif /* MM_CASES_H_ */
